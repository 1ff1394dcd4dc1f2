"""A recording: one stored answer to one request, found by the request's digest.

The file is ``snapshots/<feature>/v<N>/recordings/<request digest>.json``, stands in Git, and is all that replaying
needs. It is read as a stranger's file: whatever does not fit is refused with its name, never half understood.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from generator.canonical import Json, digest, pretty_json, sha256
from generator.errors import PromptInvalid, UsageInvalid
from generator.project import Project
from generator.requests import Completion, Request, Source, Usage
from generator.units import Unit

FINISHES = ("stop", "length", "refusal", "filter")
"""Why an answer ended: complete, cut off, refused by the model, held back by the provider."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One stored answer.

    ``request_digest`` is the file's name, ``request`` the payload it covers, ``file_digest`` the SHA-256 of the
    file's bytes: what a bundle's manifest pins.
    """

    request_digest: str
    request: dict[str, Json]
    completion: Completion
    file_digest: str


class _Malformed(ValueError):
    """Where a recording does not fit, in words."""


def path_of(project: Project, unit: Unit, request_digest: str) -> Path:
    """Return where the answer to a request is stored, whether or not it is there."""
    return project.recordings(unit) / f"{request_digest}.json"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a recording's bytes, as it stands in ``bundle.json``. Raises OSError when unreadable."""
    return sha256(path.read_bytes())


def load(project: Project, unit: Unit, request_digest: str) -> Recording | None:
    """Return the stored answer to a request, None when there is none.

    Raises PromptInvalid when the file is there and is not a recording of that very request.
    """
    path = path_of(project, unit, request_digest)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _invalid(project, path, f"cannot be read: {error.strerror}") from error
    try:
        return _parse(data, request_digest)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Malformed) else f"is not JSON ({error})"
        raise _invalid(project, path, reason) from error


def store(project: Project, unit: Unit, request: Request, completion: Completion, *, replace: bool = False) -> Path:
    """Store an answer and return its file; the file is whole or absent, whatever happens meanwhile.

    An equal recording is left untouched. Raises UsageInvalid when another answer to the same request is already
    stored and ``replace`` is not given: bundles that were made from it would lose their source.
    """
    path = path_of(project, unit, request.digest)
    data = pretty_json(_contents(request, completion))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not _place(path, data, project.private, replace=replace) and path.read_bytes() != data:
        raise UsageInvalid(
            f"{project.relative(path)}: another answer to this request is already stored. "
            "Keep it, or put the new one in its place with: lockstep record --replace"
        )
    return path


def _place(path: Path, data: bytes, scratch: Path, *, replace: bool) -> bool:
    """Put ``data`` at ``path`` in one step; return False when something stands there and may not be replaced."""
    scratch.mkdir(exist_ok=True)  # not beside the recordings: what a killed run leaves must not reach Git
    handle, name = tempfile.mkstemp(prefix="recording-", dir=scratch)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        if replace:
            temporary.replace(path)
        else:
            path.hardlink_to(temporary)  # unlike a rename, refuses to overwrite: two writers cannot both win
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _contents(request: Request, completion: Completion) -> dict[str, Json]:
    usage = completion.usage
    return {
        "request_digest": request.digest,
        "request": request.payload(),
        "response": {
            "text": completion.text,
            "model": completion.model,
            "finish": completion.finish,
            "response_id": completion.response_id,
            "usage": {
                "input_tokens": usage.input_tokens,
                "output_tokens": usage.output_tokens,
                "cost_usd": usage.cost_usd,
            },
        },
        "source": completion.source.value,
    }


def _invalid(project: Project, path: Path, reason: str) -> PromptInvalid:
    return PromptInvalid(
        f"{project.relative(path)}: {reason}. Take the file back from Git, or delete it and ask again with: "
        "lockstep regenerate --provider openai"
    )


def _parse(data: bytes, request_digest: str) -> Recording:
    value = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    whole = _object(value, "the file", {"request_digest", "request", "response", "source"})
    request = whole["request"]
    if not isinstance(request, dict):
        raise _Malformed('"request" is not an object')
    if whole["request_digest"] != request_digest:
        raise _Malformed('"request_digest" is not the file\'s name')
    if digest(request) != request_digest:
        raise _Malformed("the request it holds has another digest than its file name says")
    return Recording(request_digest, request, _completion(whole["response"], whole["source"]), sha256(data))


def _completion(value: Json, source: Json) -> Completion:
    response = _object(value, '"response"', {"text", "model", "finish", "response_id", "usage"})
    usage = _object(response["usage"], '"usage"', {"input_tokens", "output_tokens", "cost_usd"})
    if source not in tuple(Source):
        raise _Malformed(f'"source" is not one of {", ".join(Source)}')
    if response["finish"] not in FINISHES:
        raise _Malformed(f'"finish" is not one of {", ".join(FINISHES)}')
    return Completion(
        text=_text(response, "text"),
        model=_text(response, "model"),
        source=Source(source),
        usage=Usage(_count(usage, "input_tokens"), _count(usage, "output_tokens"), _dollars(usage)),
        finish=_text(response, "finish"),
        response_id=_text(response, "response_id"),
    )


def _object(value: Json, name: str, keys: set[str]) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise _Malformed(f"{name} is not an object")
    for key in sorted(keys ^ value.keys()):
        raise _Malformed(f"{name} {'lacks' if key in keys else 'has an unknown key'} {key!r}")
    return value


def _text(table: dict[str, Json], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise _Malformed(f'"{key}" is not a text')
    return value


def _count(table: dict[str, Json], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Malformed(f'"{key}" is not a number of tokens')
    return value


def _dollars(table: dict[str, Json]) -> float:
    value = table["cost_usd"]
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value < 0:
        raise _Malformed('"cost_usd" is not an amount of dollars')
    return float(value)


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise _Malformed("an object names a key twice")
    return table


def _no_constant(name: str) -> NoReturn:
    raise _Malformed(f"holds {name}, which is not JSON")
