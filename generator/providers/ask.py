"""The provider for people: writes the request to a file and takes the answer from a file beside it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import ProviderFailed, RecordingMissing, UsageInvalid
from generator.providers.reading import as_text
from generator.requests import Completion, Request, Source

ANSWER_ENDINGS = (".answer.json", ".answer.md", ".answer.txt")
LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes; an answer file beyond this is a mistake, not an answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks whoever reads ``folder``.

    ``root`` only shortens the paths in messages. ``environment`` may name the author of every answer in
    ``LOCKSTEP_ANSWERED_BY`` as ``model:NAME`` or ``person:NAME``.
    """

    folder: Path
    root: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def complete(self, request: Request, on_progress: Callable[[int], None]) -> Completion:  # noqa: ARG002 - protocol
        """Return the answer that lies beside the request's file.

        Raises RecordingMissing, after writing the request, when no answer is there yet; ProviderFailed when there
        are several or it cannot be read; UsageInvalid when its author is named in a way we do not understand.
        """
        stem = f"{request.feature}-v{request.version}-{request.prompt}-{request.digest[:12]}"
        question = self.folder / f"{stem}.request.md"
        answers = [path for ending in ANSWER_ENDINGS if (path := self.folder / f"{stem}{ending}").exists()]
        if len(answers) > 1:
            names = " and ".join(self._shown(path) for path in answers)
            raise ProviderFailed(f"there are several answers to one request: {names}. Delete all but one.")
        if not answers:
            _write(question, as_text(request))
            raise RecordingMissing(
                f"{request.feature}/v{request.version}: the request stands in {self._shown(question)}. "
                f"Write the answer to {self._shown(self.folder / stem)}.answer.json and run the same command again."
            )
        source, model = self._author(self.folder / f"{stem}.answered_by.toml")
        return Completion(self._text(answers[0]), model, source)

    def _text(self, path: Path) -> str:
        try:
            if path.stat().st_size > LARGEST_ANSWER:
                raise ProviderFailed(f"{self._shown(path)} is larger than {LARGEST_ANSWER} bytes. Shorten the answer.")
            return path.read_bytes().decode("utf-8-sig")  # some editors put a byte order mark before the first brace
        except UnicodeDecodeError as error:
            raise ProviderFailed(f"{self._shown(path)} is not UTF-8 text. Save it as UTF-8 and run again.") from error
        except OSError as error:
            raise ProviderFailed(
                f"{self._shown(path)} cannot be read: {error.strerror}. Mend it and run again."
            ) from error

    def _author(self, path: Path) -> tuple[Source, str]:
        try:
            table = tomllib.loads(path.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            return _author_in(self.environment)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageInvalid(f"{self._shown(path)}: {error}. It should hold: {_AUTHOR_FILE}") from error
        source, model = table.get("source"), table.get("model", "unnamed")
        if source not in tuple(Source) or not isinstance(model, str) or not model or table.keys() - {"source", "model"}:
            raise UsageInvalid(f"{self._shown(path)} does not say who answered. It should hold: {_AUTHOR_FILE}")
        return Source(source), model

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


_AUTHOR_FILE = 'source = "model" (or "person") and model = "its name"'


def ask_in(root: Path, folder: str) -> Ask:
    """Return the provider for ``ask`` (an empty ``folder``: ``.lockstep/ask``) or ``ask:FOLDER``."""
    place = (Path.cwd() / folder).resolve() if folder else root / ".lockstep" / "ask"
    return Ask(place, root, os.environ)


def _author_in(environment: Mapping[str, str]) -> tuple[Source, str]:
    said = environment.get("LOCKSTEP_ANSWERED_BY", "")
    if not said:
        return Source.person, "unnamed"
    source, _, name = said.partition(":")
    if source not in tuple(Source) or not name:
        raise UsageInvalid(f"LOCKSTEP_ANSWERED_BY is {said!r}. It should be model:NAME or person:NAME.")
    return Source(source), name


def _write(path: Path, text: str) -> None:
    """Write by renaming, so that whoever watches the folder never reads half a request."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        temporary.write_bytes(text.encode())
        temporary.replace(path)
    except OSError as error:
        raise ProviderFailed(f"cannot write {path}: {error.strerror}. Name another folder with: ask:FOLDER") from error
