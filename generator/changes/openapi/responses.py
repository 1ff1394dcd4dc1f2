"""What an operation is sent and what it answers: request body, responses by status, their headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.changes import Verdict
from generator.changes.openapi.found import Rule
from generator.changes.openapi.media_types import content
from generator.changes.openapi.met import Found, Position, gone, moved
from generator.changes.openapi.operations import Operation
from generator.changes.openapi.references import Place, resolved


def body_changes(old: Operation, new: Operation) -> Iterator[Found]:
    """Yield how the request body moved, and where its schemas stand."""
    before, after = resolved(old.place.at("requestBody")), resolved(new.place.at("requestBody"))
    if before.value is None and after.value is None:
        return
    needed = [place.flag("required") for place in (before, after)]
    if before.value is None:
        verdict = Verdict.narrower if needed[1] else Verdict.wider
        need = "required" if needed[1] else "optional"
        yield moved(Rule.body_added, verdict, None, after, f"a{'n' * (not needed[1])} {need} request body was added")
    elif after.value is None:
        yield gone(Rule.body_removed, before, None, "the request body was removed: who sends one is no longer heard")
    else:
        if needed[0] != needed[1]:
            rule = Rule.body_required if needed[1] else Rule.body_optional
            verdict = Verdict.narrower if needed[1] else Verdict.wider
            words = f"the request body became {'required' if needed[1] else 'optional'}"
            yield moved(rule, verdict, before, after, words)
        yield from content(before.at("content"), after.at("content"), "request body")


def response_changes(old: Operation, new: Operation, alike: Callable[[Place, Place], bool]) -> Iterator[Found]:
    """Yield how the responses moved, status by status; ``4XX`` and ``default`` stand for those not named.

    ``alike`` says of two places that there is nothing to see.
    """
    before, after = _statuses(old.place), _statuses(new.place)
    met = set()
    for status in dict.fromkeys((*before, *after)):
        was, now = _for(status, before), _for(status, after)
        if was is None and now is not None:
            words = f"the status {status} was added"
            yield replace(moved(Rule.status_added, Verdict.wider, None, now, words), answer=True)
        elif was is not None and now is None:
            words = f"the status {status} was removed"
            yield replace(gone(Rule.status_removed, was, None, words), answer=True)
        elif was is not None and now is not None and (was.shown, now.shown) not in met:
            met.add((was.shown, now.shown))
            if alike(was, now):
                continue
            for found in _both(was, now, f"{status} response"):
                yield replace(found, answer=True)


def _statuses(operation: Place) -> dict[str, Place]:
    return {
        status if status == "default" else status.upper(): resolved(place)
        for status, place in operation.at("responses").entries()
        if not status.startswith("x-")
    }


def _for(status: str, responses: dict[str, Place]) -> Place | None:
    """Return the response that a status gets: its own, that of its class, or the default."""
    for key in (status, f"{status[:1]}XX", "default"):
        if key in responses:
            return responses[key]
    return None


def _both(old: Place, new: Place, words: str) -> Iterator[Found]:
    yield from content(old.at("content"), new.at("content"), words)
    before, after = _headers(old), _headers(new)
    for key, (name, header) in before.items():
        said = f"{words}: the header {name}"
        if key not in after:
            yield gone(Rule.header_removed, header, None, f"{said} was removed")
        else:
            yield from _header(header, after[key][1], said)
    for key, (name, header) in after.items():
        if key not in before:
            # Who does not know a header does not read it, so nothing moves for him.
            yield moved(Rule.header_added, Verdict.narrower, None, header, f"{words}: the header {name} was added")


def _headers(response: Place) -> dict[str, tuple[str, Place]]:
    found = {name.lower(): (name, resolved(place)) for name, place in response.at("headers").entries()}
    found.pop("content-type", None)
    return found


def _header(old: Place, new: Place, said: str) -> Iterator[Found]:
    needed = [place.flag("required") for place in (old, new)]
    if needed[0] != needed[1]:
        rule = Rule.header_required if needed[1] else Rule.header_optional
        verdict = Verdict.narrower if needed[1] else Verdict.wider
        yield moved(rule, verdict, old, new, f"{said} became {'required' if needed[1] else 'optional'}")
    if "content" in old.object and "content" in new.object:
        yield from content(old.at("content"), new.at("content"), said)
    elif ("content" in old.object) != ("content" in new.object):
        yield moved(Rule.parameter_style, Verdict.incomparable, old, new, f"{said} is written in another way")
    else:
        if old.flag("explode") != new.flag("explode"):
            yield moved(Rule.parameter_style, Verdict.incomparable, old, new, f"{said} is written in another way")
        yield Position(old.at("schema"), new.at("schema"), said, textual="text")
