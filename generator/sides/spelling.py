"""How the two sides of a comparison are spelled on a command line.

schemas/order.schema.json                   a file: JSON or YAML; *.py is a module's surface
schemas/order.schema.json#/$defs/line       one schema in it
-                                           the same, on standard input
git:main:schemas/order.schema.json          a file as a commit has it; the path starts at the current folder
app.models:Order                            a type in Python, for pydantic
git:main:app.models:Order                   the same, as a commit has it
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.errors import UsageInvalid

_TYPE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_GIT = re.compile(r"git:(?P<ref>[^:]*):(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file: ``path`` as it was typed, ``-`` for standard input; ``ref`` names the commit, None for the disk."""

    spelled: str
    path: str
    pointer: str = ""
    ref: str | None = None

    @property
    def is_python(self) -> bool:
        """Whether it is a module rather than a document."""
        return self.path.endswith((".py", ".pyi"))


@dataclass(frozen=True, slots=True)
class NamedType:
    """A Python type: the module's dotted name and the type's inside of it; ``ref`` names the commit."""

    spelled: str
    module: str
    name: str
    ref: str | None = None


Named: TypeAlias = NamedFile | NamedType


def parse(spelled: str) -> Named:
    """Return what ``spelled`` names. Raises UsageInvalid for a spelling that names nothing."""
    ref, rest = None, spelled
    if found := _GIT.fullmatch(spelled):
        ref, rest = found["ref"], found["rest"]
        if not ref or not rest:
            raise UsageInvalid(
                f"{spelled}: say which commit and which file: git:REF:path, such as git:main:{rest or 'x.json'}"
            )
    if _TYPE.fullmatch(rest) and (ref is not None or not Path(rest).exists()):
        module, _, name = rest.partition(":")
        return NamedType(spelled, module, name, ref)
    path, pointer = _parts(rest, on_disk=ref is None)
    if not path or (path == "-" and ref is not None):
        raise UsageInvalid(f"{spelled!r} names no file. See: lockstep types --help")
    return NamedFile(spelled, path, pointer, ref)


def _parts(rest: str, *, on_disk: bool) -> tuple[str, str]:
    """Split a path from the pointer after it; a file may have a # in its name."""
    if "#" not in rest or (on_disk and Path(rest).is_file()):
        return rest, ""
    path, _, pointer = rest.partition("#")
    if pointer and not pointer.startswith("/"):
        raise UsageInvalid(f"{rest}: what follows # is a JSON pointer and begins with /, such as #/$defs/{pointer}")
    return path, pointer
