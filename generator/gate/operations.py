"""The operations of two contracts, side by side: which are gone, what they answer with, and which schemas they use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from generator.canonical import Json
from generator.gate.change import Change
from generator.gate.moves import ANYTHING
from generator.gate.places import Place, PlaceLost, Schemas, resolved
from generator.gate.promises import Promise, Promises
from generator.gate.spelling import text_of
from generator.operation_head import TEMPLATE_FIELD

_BODIES = {"body": "application/json", "form": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Use:
    """One part of a contract and the schemas that say what it may be, in the old contract and in the new.

    ``who`` is what it is a part of, ``part`` a key of DIRECTIONS. ``path`` and ``pointer`` are where the prompt
    declares it. ``field`` names the one field of the part that the schemas are of, empty for all of it.
    """

    who: str
    part: str
    old: Place
    new: Place
    path: str
    pointer: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One operation in both contracts."""

    old: Promise
    new: Promise

    @property
    def who(self) -> str:
        """``GET /v1/notes/{note}``, as the new contract calls it."""
        return _called(self.new)


def route(promise: Promise) -> str:
    """Return method and path template without the names of its parameters: two of one route are one operation."""
    return f"{promise.value['method']} {TEMPLATE_FIELD.sub('{}', str(promise.value['path']))}"


def pairs(old: Promises, new: Promises) -> tuple[Pair, ...]:
    """Return the operations that both contracts have, by route."""
    before, after = _by_route(old), _by_route(new)
    return tuple(Pair(before[name], after[name]) for name in sorted(before.keys() & after.keys()))


def removed(old: Promises, new: Promises) -> Iterator[Change]:
    """Yield a change for each operation that cannot be asked for any more."""
    before, after = _by_route(old), _by_route(new)
    for name in sorted(before.keys() - after.keys()):
        gone = before[name]
        yield Change(
            "types/operation-removed", gone.path, gone.pointer, f"{_called(gone)} was removed", _called(gone), None
        )


def answers(pair: Pair) -> Iterator[Change]:
    """Yield what the operation does not answer any more, and which errors it answers that it did not."""
    old, new = pair.old.value, pair.new.value
    if old["status"] != new["status"]:
        said = f"{pair.who}: it answered {old['status']}, and now {new['status']}"
        yield _declared(pair, "types/status-removed", "status", said)
    if _media(old) != _media(new):
        said = f"{pair.who}: it answered {_media(old)}, and now {_media(new)}"
        yield _declared(pair, "types/media-removed", "media", said, _media(old), _media(new))
    added = sorted({*_errors(new)} - {*_errors(old)})
    if added:
        said = f"{pair.who}: it may now answer {', '.join(map(str, added))}, which no caller was told of"
        yield _declared(pair, "types/status-added", "errors", said)


def bodies(pair: Pair) -> Iterator[Change]:
    """Yield a change where a request's body comes, goes, or is written otherwise."""
    was, now = _body(pair.old), _body(pair.new)
    if was == now:
        return
    if was and now:
        said = f"{pair.who}: it took {_BODIES[was]}, and now {_BODIES[now]}"
        yield _declared(pair, "types/media-removed", now, said, _BODIES[was], _BODIES[now])
    elif now:
        said = f"{pair.who}: the {now} narrows: there was none, and now one must be sent"
        yield _declared(pair, "types/request-narrowed", now, said)
    else:
        said = f"{pair.who}: the {was} widens: it is not read any more, so anything may be sent"
        yield _declared(pair, "types/request-widened", was, said)


def uses(pair: Pair, old: Schemas, new: Schemas) -> Iterator[Use]:
    """Yield the parts that the operation reads and answers with in both contracts."""
    yield from _path_fields(pair, old, new)
    was, now = _parameters(pair.old), _parameters(pair.new)
    for part in ("query", "headers"):
        yield _use(pair, part, _place(was.get(part)), _place(now.get(part)), f"parameters/{part}")
    for part in ("body", "form", "response"):
        before, after = _place(pair.old.value.get(part)), _place(pair.new.value.get(part))
        if ANYTHING not in {before, after}:
            yield _use(pair, part, before, after, part)


def _path_fields(pair: Pair, old: Schemas, new: Schemas) -> Iterator[Use]:
    """Yield the parameters of the path one by one, in their order: what they are called is nobody's business."""
    names = [TEMPLATE_FIELD.findall(str(each.value["path"])) for each in (pair.old, pair.new)]
    was, now = _place(_parameters(pair.old).get("path")), _place(_parameters(pair.new).get("path"))
    for before, after in zip(*names, strict=True):
        places = _property(old, was, before), _property(new, now, after)
        yield _use(pair, "path", *places, "parameters/path", after)


def _property(schemas: Schemas, place: Place, name: str) -> Place:
    with suppress(PlaceLost):  # whoever asks about it is told so
        place = resolved(schemas, place)
    return place.below("properties", name)


def _use(pair: Pair, part: str, old: Place, new: Place, key: str, field: str = "") -> Use:
    return Use(pair.who, part, old, new, pair.new.path, f"{pair.new.pointer}/{key}", field)


def _declared(pair: Pair, rule: str, key: str, said: str, old: Json = None, new: Json = None) -> Change:
    was, now = (old, new) if old or new else (pair.old.value.get(key), pair.new.value.get(key))
    return Change(
        rule,
        pair.new.path,
        f"{pair.new.pointer}/{key}",
        said,
        None if was is None else text_of(was),
        None if now is None else text_of(now),
    )


def _called(promise: Promise) -> str:
    return f"{promise.value['method']} {promise.value['path']}"


def _by_route(contract: Promises) -> dict[str, Promise]:
    return {route(promise): promise for promise in contract.operations.values()}


def _media(value: Mapping[str, Json]) -> str:
    return str(value.get("media") or ("application/json" if value.get("response") else "nothing"))


def _errors(value: Mapping[str, Json]) -> list[int]:
    errors = value.get("errors")
    return [int(str(status)) for status in errors] if isinstance(errors, list) else []


def _body(promise: Promise) -> str:
    return next((part for part in _BODIES if promise.value.get(part)), "")


def _parameters(promise: Promise) -> Mapping[str, Json]:
    found = promise.value.get("parameters")
    return found if isinstance(found, dict) else {}


def _place(file: Json) -> Place:
    return Place(str(file)) if file else ANYTHING
