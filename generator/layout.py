"""The layout of rendered Python: ruff's, whatever the project's own settings say."""

from __future__ import annotations

import subprocess


def laid_out(source: str) -> str:
    """Return ``source`` in ruff's layout with lines of at most 120 characters.

    The source is ours, so one that ruff cannot read is our bug: it ends in a RuntimeError.
    """
    import ruff  # type: ignore[import-untyped]  # noqa: PLC0415  # wanted only where something is rendered

    command = [ruff.find_ruff_bin(), "format", "--isolated", "--no-cache", "--line-length", "120"]
    command += ["--target-version", "py311", "--stdin-filename", "rendered.py", "-"]
    done = subprocess.run(command, input=source.encode(), capture_output=True, timeout=60, check=False)  # noqa: S603  # our own words
    if done.returncode != 0:
        raise RuntimeError(f"rendered Python that ruff cannot read: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()
