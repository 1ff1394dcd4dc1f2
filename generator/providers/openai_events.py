"""What a stream of events adds up to: the two dialects of the OpenAI wire protocol, read as a stranger's input.

Plain JSON values in, one :class:`Answer` out. Nothing here trusts a shape: the SDK builds its objects without
checking them, so each field we use is checked by us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from generator.canonical import Json

LARGEST_TEXT = 2 * 1024 * 1024
"""Characters; an answer beyond this is taken as cut off there, so that a model in a loop does not fill memory."""

Table = dict[str, Json]
_Used = tuple[int | None, int | None]
_UNCOUNTED: _Used = (None, None)


class Misshapen(Exception):
    """An event or object lacks what the protocol promises; the message says what."""


class Cut(Exception):
    """The stream ended before the answer did."""


class Reported(Exception):
    """The server reported an error inside the stream; ``code`` is its own word, may be empty."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: ``finish`` in our words; ``input_tokens`` and ``output_tokens`` None when not counted."""

    text: str
    finish: str
    model: str
    response_id: str
    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(slots=True)
class _Progress:
    """Counts tokens as they come: at least one a chunk, about four characters each."""

    report: Callable[[int], None]
    chunks: int = 0
    characters: int = 0

    def add(self, text: str) -> None:
        self.chunks += 1
        self.characters += len(text)
        self.report(max(self.chunks, self.characters // 4))

    @property
    def full(self) -> bool:
        return self.characters > LARGEST_TEXT


def from_responses(events: Iterable[Json], on_progress: Callable[[int], None]) -> Answer:
    """Add up the events of ``POST /responses`` with ``stream: true``.

    Raises Misshapen, Cut (no closing event) or Reported.
    """
    heard = _Heard()
    progress = _Progress(on_progress)
    for value in events:
        event = _table(value, "an event")
        kind = _text(event, "type", "an event")
        if kind in {"response.completed", "response.incomplete"}:
            return _counted(_closed(_table(event.get("response"), kind), kind, heard), on_progress)
        if kind == "response.failed":
            raise _reported(_table(event.get("response"), kind).get("error"))
        if kind == "error":
            raise _reported(event)
        if kind == "response.created":
            heard.model = _optional_text(_table(event.get("response"), kind), "model")
        elif kind.endswith(".delta"):
            heard.take(kind, event, progress)
            if progress.full:
                return _answer(heard.whole("text"), "length", heard.model, "")
    raise Cut


@dataclass(slots=True)
class _Heard:
    """The pieces of text and refusal so far, by their place in the output."""

    pieces: dict[str, dict[tuple[int, int], list[str]]] = field(default_factory=lambda: {"text": {}, "refusal": {}})
    model: str = ""

    def take(self, kind: str, event: Table, progress: _Progress) -> None:
        delta = event.get("delta")
        what = {"response.output_text.delta": "text", "response.refusal.delta": "refusal"}.get(kind)
        if what is None:  # reasoning and the like: billed as output, no part of the answer
            progress.add(delta if isinstance(delta, str) else "")
            return
        if not isinstance(delta, str):
            raise Misshapen(f'{kind} has no text in "delta"')
        place = (_index(event, "output_index", kind), _index(event, "content_index", kind))
        self.pieces[what].setdefault(place, []).append(delta)
        progress.add(delta)

    def whole(self, what: str) -> str:
        return whole("".join("".join(pieces) for _, pieces in sorted(self.pieces[what].items())))


def _closed(response: Table, kind: str, heard: _Heard) -> Answer:
    text, refusal = _said(response)
    if text and heard.whole("text") and text != heard.whole("text"):
        raise Misshapen(f"the text in {kind} differs from the text that was streamed before it")
    text, refusal = text or heard.whole("text"), refusal or heard.whole("refusal")
    finish = "stop"
    if kind == "response.incomplete":
        details = response.get("incomplete_details")
        reason = details.get("reason") if isinstance(details, dict) else None
        finish = "filter" if reason == "content_filter" else "length"
    elif response.get("status", "completed") != "completed":
        raise Misshapen(f'{kind} carries a response whose "status" is not completed')
    if refusal and not text:
        text, finish = refusal, "refusal"
    used = _usage(response.get("usage"), "input_tokens", "output_tokens")
    return _answer(text, finish, _text(response, "model", kind), _text(response, "id", kind), used)


def _said(response: Table) -> tuple[str, str]:
    """Return the text and the refusal that stand in a response's ``output``; a server may leave it empty."""
    said = {"output_text": "", "refusal": ""}
    for item in _list(response.get("output", []), '"output"'):
        message = _table(item, "an output item")
        if message.get("type") != "message":
            continue
        for value in _list(message.get("content"), '"content"'):
            part = _table(value, "a content part")
            kind = part.get("type")
            if kind in ("output_text", "refusal"):
                said[str(kind)] += _text(part, "text" if kind == "output_text" else "refusal", "a content part")
    return whole(said["output_text"]), whole(said["refusal"])


def from_chat(events: Iterable[Json], on_progress: Callable[[int], None]) -> Answer:
    """Add up the chunks of ``POST /chat/completions`` with ``stream: true``.

    Raises Misshapen, Cut (no ``finish_reason``) or Reported.
    """
    texts: dict[str, list[str]] = {"content": [], "refusal": []}
    finish = model = response_id = ""
    used = _UNCOUNTED
    progress = _Progress(on_progress)
    for value in events:
        chunk = _table(value, "a chunk")
        if chunk.get("error"):
            raise _reported(chunk["error"])
        model = _optional_text(chunk, "model") or model
        response_id = _optional_text(chunk, "id") or response_id
        for choice in _list(chunk.get("choices"), '"choices"'):
            finish = _choice(_table(choice, "a choice"), texts, progress) or finish
        if chunk.get("usage") is not None:
            used = _usage(chunk["usage"], "prompt_tokens", "completion_tokens")
        if progress.full:
            finish = "length"
            break
    if not finish:
        raise Cut
    text, refusal = whole("".join(texts["content"])), whole("".join(texts["refusal"]))
    if refusal and not text:
        text, finish = refusal, "refusal"
    return _counted(_answer(text, finish, model, response_id, used), on_progress)


def _choice(choice: Table, texts: dict[str, list[str]], progress: _Progress) -> str:
    """Take one choice's delta; return its finish reason in our words, empty while it goes on."""
    delta = _table(choice.get("delta"), '"delta"')
    said = ""
    for key, pieces in texts.items():
        piece = _optional_text(delta, key)
        pieces.append(piece)
        said += piece
    progress.add(said)
    reason = choice.get("finish_reason")
    if reason is None:
        return ""
    words = {"stop": "stop", "length": "length", "content_filter": "filter"}
    if not isinstance(reason, str) or reason not in words:
        raise Misshapen(f'"finish_reason" is {reason!r}, which nobody asked for')
    return words[reason]


def whole(text: str) -> str:
    """Return ``text`` as real Unicode: halves of a pair that came in two events joined, lone ones replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _answer(text: str, finish: str, model: str, response_id: str, used: _Used = _UNCOUNTED) -> Answer:
    """Return an answer whose every text can be written to a file."""
    return Answer(whole(text), finish, whole(model), whole(response_id), *used)


def _counted(answer: Answer, on_progress: Callable[[int], None]) -> Answer:
    if answer.output_tokens is not None:
        on_progress(answer.output_tokens)
    return answer


def _usage(value: Json, sent: str, received: str) -> _Used:
    if value is None:
        return _UNCOUNTED
    usage = _table(value, '"usage"')
    return _index(usage, sent, '"usage"'), _index(usage, received, '"usage"')


def _reported(value: Json) -> Reported:
    error = value if isinstance(value, dict) else {}
    code, message = error.get("code") or error.get("type"), error.get("message")
    said = message if isinstance(message, str) else "no reason given"
    return Reported(whole(code) if isinstance(code, str) else "", whole(said))


def _table(value: Json, name: str) -> Table:
    if not isinstance(value, dict):
        raise Misshapen(f"{name} is not an object")
    return value


def _list(value: Json, name: str) -> list[Json]:
    if not isinstance(value, list):
        raise Misshapen(f"{name} is not a list")
    return value


def _text(table: Table, key: str, name: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise Misshapen(f'{name} has no text in "{key}"')
    return value


def _optional_text(table: Table, key: str) -> str:
    return "" if table.get(key) is None else _text(table, key, "an event")


def _index(table: Table, key: str, name: str) -> int:
    value = table.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Misshapen(f'{name} has no number in "{key}"')
    return value
