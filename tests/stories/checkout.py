"""A fresh copy of this repository, as somebody who cloned it sees it, and the commands they type in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
PATIENCE_S = 600  # seconds, only against hanging for ever
# What a developer's shell would set and a story must not depend on.
UNWANTED = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "LOCKSTEP_ANSWERED_BY", "FORCE_COLOR")


@dataclass(frozen=True)
class Checkout:
    """One copy at ``root``, a Git repository whose main branch has landed."""

    root: Path

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end and return it with all that came out."""
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment() | environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """Return the shell's environment with the project's commands on the path and no colours."""
        kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", "NO_COLOR": "1"}

    def commit(self, message: str) -> None:
        """Commit everything."""
        author = ["-c", "user.name=Story", "-c", "user.email=story@example.com"]
        for command in (["add", "--all"], [*author, "commit", "--quiet", "--message", message]):
            done = self.run("git", *command)
            assert done.returncode == 0, done.stderr

    @contextmanager
    def serving(self, *command: str) -> Iterator[str]:
        """Start a command that serves, wait for the address that it prints, yield it, and stop what was started."""
        process = subprocess.Popen(
            command,
            cwd=self.root,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        stop = threading.Timer(PATIENCE_S, process.kill)
        stop.start()
        said: list[str] = []
        assert process.stdout is not None
        try:
            for line in process.stdout:
                said.append(line)
                if found := ADDRESS.search(line):
                    stop.cancel()  # the patience was for the start: it serves as long as its stories last
                    threading.Thread(target=process.stdout.read, daemon=True).start()
                    yield found[0]
                    break
            else:
                raise AssertionError("it stopped before it served:\n" + "".join(said))
        finally:
            stop.cancel()
            process.terminate()
            process.wait(timeout=30)
            process.stdout.close()


def copy_to(root: Path) -> Checkout:
    """Copy what Git would hand out, make it a repository of its own, and land it on main."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = REPOSITORY / name
        if name and source.is_file():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    checkout = Checkout(root)
    assert checkout.run("git", "init", "--quiet", "--initial-branch", "main").returncode == 0
    checkout.commit("Land what stands")
    return checkout
