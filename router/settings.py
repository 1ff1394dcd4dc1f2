"""What the router reads of a project's ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from router.errors import UsageInvalid


@dataclass(frozen=True, slots=True)
class Settings:
    """A project as the router sees it.

    ``kernel`` is the import name of the hand-written package; ``targeting_key`` lists the request headers of which the
    first present one names the client for rollouts. ``title``, ``version`` and ``description`` head the API page.
    """

    root: Path
    kernel: str
    targeting_key: tuple[str, ...] = ()
    title: str = "API"
    version: str = "0"
    description: str = ""


def open_settings(start: Path) -> Settings:
    """Read the nearest pyproject.toml at or above ``start`` that has a [tool.lockstep] table.

    Raises UsageInvalid when there is none or when it cannot be read.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        file = folder / "pyproject.toml"
        if file.is_file() and (settings := _settings(file)) is not None:
            return settings
    raise UsageInvalid(
        f"no Lockstep project at or above {start}: no pyproject.toml with a [tool.lockstep] table. "
        "Name its folder with --root."
    )


def _settings(file: Path) -> Settings | None:
    try:
        whole = tomllib.loads(file.read_text(encoding="utf-8"))
        table = whole.get("tool", {}).get("lockstep")
        if table is None:
            return None
        project = whole.get("project", {})
        return Settings(
            root=file.parent,
            kernel=str(table["kernel"]),
            targeting_key=tuple(str(name) for name in table.get("targeting_key", ())),
            title=str(project.get("name", "API")).replace("-", " ").capitalize(),
            version=str(project.get("version", "0")),
            description=str(project.get("description", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageInvalid(f"{file}: [tool.lockstep] cannot be read: {error}. Mend the file and run again.") from error
