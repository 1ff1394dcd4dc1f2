"""Prompts: what we ask, read once and checked whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from generator import yaml_lines
from generator.disk import first_link
from generator.errors import PromptInvalid, UsageInvalid
from generator.front_matter import FrontMatter
from generator.project import Project
from generator.requests import Role
from generator.units import Unit
from generator.yaml_lines import Located, YamlInvalid

MAX_BYTES = 256 * 1024
"""No prompt worth asking is longer; a longer one is a file that got there by mistake."""

_MARKER = re.compile(r'\{\{role "(system|user|assistant)"\}\}\Z')
_LIKE_A_MARKER = re.compile(r"\s*\{\{-?\s*role\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """One role's part of the body: a Jinja2 template, not yet rendered. ``line`` is where it begins in the file."""

    role: Role
    template: str
    line: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """One ``*.prompt`` file.

    ``name`` is the file's stem (``api``); ``path`` is relative to the project's root; ``head`` is the front matter,
    whose text is ``front_matter`` (without its ``---`` lines), and ``body`` is all after it.
    """

    unit: Unit
    name: str
    path: str
    source: str
    head: FrontMatter
    front_matter: str
    body: str
    turns: tuple[Turn, ...]
    located: Located

    def line(self, *where: str | int) -> int:
        """Return the 1-based line in the file of the front-matter value at ``where``."""
        return self.located.line(where) + 1

    def wrong(self, message: str, *where: str | int) -> PromptInvalid:
        """Return the error that names the line of the front-matter value at ``where``."""
        return PromptInvalid(f"{self.path}:{self.line(*where)}: {message}")


def load(project: Project, unit: Unit) -> tuple[Prompt, ...]:
    """Read every prompt of ``unit``, sorted by name.

    Raises PromptInvalid, with file and line, for the first file that cannot be read; UsageInvalid when the unit has
    no prompt at all.
    """
    folder = project.prompts(unit)
    files = sorted(folder.glob("*.prompt"))
    if not files:
        raise UsageInvalid(
            f"{project.relative(folder)}/ has no *.prompt file. Create one with: lockstep new {unit.feature}"
        )
    read = tuple(_read(project, unit, file) for file in files)
    _refuse_repeats(read)
    return read


def named(project: Project, unit: Unit, name: str) -> Prompt | None:
    """Read one prompt of ``unit`` (``ui``: ``ui.prompt``), None when it has none of that name."""
    file = project.prompts(unit) / f"{name}.prompt"
    return _read(project, unit, file) if file.is_file() else None


def latest(project: Project, feature: str) -> tuple[Prompt, ...]:
    """Read the prompts of the feature's highest version."""
    return load(project, project.chosen((feature,))[-1])


def text_of(project: Project, path: Path, limit: int = MAX_BYTES) -> str:
    """Read a text file of the project: UTF-8 without a byte order mark, LF line ends, at most ``limit`` bytes.

    Raises PromptInvalid naming file and line: those bytes are digested and sent, so they must be the same everywhere.
    """
    name = project.relative(path)
    if link := first_link(str(project.root), name):
        raise linked(link)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PromptInvalid(f"{name}: cannot be read: {error.strerror}. Create it, or drop what names it.") from error
    if len(data) > limit:
        raise PromptInvalid(f"{name}: {len(data)} bytes are more than the {limit} we take. Shorten it.")
    if data.startswith(b"\xef\xbb\xbf"):
        raise PromptInvalid(f"{name}:1: begins with a byte order mark. Save it as UTF-8 without one.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PromptInvalid(f"{name}:{line}: is not UTF-8 (byte 0x{data[error.start]:02x}). Convert it.") from error
    for character, what in (("\r", "a carriage return"), ("\0", "a NUL")):
        if character in text:
            line = text.count("\n", 0, text.index(character)) + 1
            raise PromptInvalid(f"{name}:{line}: holds {what}. Save it with LF line ends and no control characters.")
    return text


def linked(path: str) -> PromptInvalid:
    """Return the error for a symbolic link among what is shown to a model."""
    return PromptInvalid(f"{path}: is a link, and may lead anywhere. Put the file or folder itself there.")


def _read(project: Project, unit: Unit, file: Path) -> Prompt:
    path, source = project.relative(file), text_of(project, file)
    front_matter, body, line = _split(path, source)
    located, head = _head(path, front_matter)
    turns = tuple(_turns(path, body, line))
    prompt = Prompt(unit, file.stem, path, source, head, front_matter, body, turns, located)
    if head.name != unit.feature:
        raise prompt.wrong(f"`name` is {head.name!r}, its folder says {unit.feature!r}. Make them the same.", "name")
    if head.lockstep.miswritten:
        raise prompt.wrong(head.lockstep.miswritten, "lockstep", "writes")
    return prompt


def _refuse_repeats(prompts: tuple[Prompt, ...]) -> None:
    """Let no two prompts of a unit claim one operation, route or file: only one of them could be what is served."""
    claimed: dict[str, str] = {}
    for prompt in prompts:
        asked = prompt.head.lockstep
        for index, operation in enumerate(asked.operations):
            path = re.sub(r"\{[^}]*\}", "{}", operation.path)
            for what in (f"operation {operation.id!r}", f"route {operation.method} {path}"):
                if claimed.setdefault(what, prompt.path) != prompt.path:
                    where = ("lockstep", "operations", index, "id")
                    raise prompt.wrong(f"{what} stands in {claimed[what]} already. Keep one of them.", *where)
        for index, written in enumerate(asked.writes):
            if claimed.setdefault(f"file {written}", prompt.path) != prompt.path:
                first = claimed[f"file {written}"]
                raise prompt.wrong(f"{written} is written by {first} already. Keep one.", "lockstep", "writes", index)


def _split(path: str, source: str) -> tuple[str, str, int]:
    """Return front matter, body, and the body's first line number."""
    lines = source.splitlines(keepends=True) if source.isascii() else re.findall(r"[^\n]*\n|[^\n]+\Z", source)
    if not lines or lines[0] != "---\n":
        raise PromptInvalid(f"{path}:1: must begin with a line `---` that opens the front matter.")
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip("\n") == "---":
            return "".join(lines[1:index]), "".join(lines[index + 1 :]), index + 2
    raise PromptInvalid(f"{path}:1: the front matter has no closing line `---`.")


def _head(path: str, text: str) -> tuple[Located, FrontMatter]:
    try:
        located = yaml_lines.read(text)
    except YamlInvalid as error:
        raise PromptInvalid(f"{path}:{error.line + 1}: {error}.") from error
    try:
        return located, FrontMatter.model_validate(located.value)
    except ValidationError as error:
        _refuse(path, located, error)


def _refuse(path: str, located: Located, error: ValidationError) -> NoReturn:
    """Say every mistake at its line, in the order of the file."""
    messages = []
    for detail in error.errors(include_url=False, include_context=False):
        where = tuple(detail["loc"])
        message = detail["msg"].removeprefix("Value error, ")
        if detail["type"] == "extra_forbidden":
            message = "unknown key; keys are checked so that a misspelt one cannot go unnoticed"
        name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
        messages.append((located.line(where) + 1, f"{name}: {message}" if name else message))
    messages.sort(key=itemgetter(0))
    raise PromptInvalid("\n".join(f"{path}:{line}: {message}." for line, message in messages)) from error


def _turns(path: str, body: str, first: int) -> Iterator[Turn]:
    """Split the body at its role markers, before anything is rendered: so no value can open a role."""
    marks: list[tuple[int, Role]] = []
    lines = body.split("\n")
    for index, line in enumerate(lines):
        if match := _MARKER.match(line):
            marks.append((index, Role(match[1])))
        elif _LIKE_A_MARKER.match(line):
            raise PromptInvalid(
                f'{path}:{first + index}: a role marker must be exactly {{{{role "system"}}}}, {{{{role "user"}}}} or '
                f'{{{{role "assistant"}}}}, alone on its line.'
            )
        elif not marks and line.strip():
            raise PromptInvalid(f"{path}:{first + index}: text before the first role marker. Move it below.")
    if Role.user not in {role for _, role in marks}:
        raise PromptInvalid(f'{path}:{first}: has no {{{{role "user"}}}} part: there is no question to answer.')
    ends = [index for index, _ in marks[1:]] + [len(lines)]
    for (index, role), end in zip(marks, ends, strict=True):
        template = "\n".join(lines[index + 1 : end])
        if not template.strip():
            raise PromptInvalid(f"{path}:{first + index}: the {role.value} part is empty. Write it or drop its marker.")
        yield Turn(role, template, first + index + 1)
