from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.canonical import Json, canonical_json
from generator.providers import openai_events
from generator.providers.openai_events import Cut, Misshapen, Reported, from_chat, from_responses, whole
from generator.providers.openai_failures import retry_after_s
from tests.generator.providers import wire_dialects
from tests.generator.providers.samples import silent

KEYS = st.sampled_from(
    [
        "type",
        "delta",
        "response",
        "output",
        "content",
        "text",
        "refusal",
        "usage",
        "choices",
        "finish_reason",
        "error",
        "id",
        "model",
        "output_index",
        "content_index",
        "incomplete_details",
        "status",
        "code",
        "message",
        "index",
    ]
)
WORDS = st.sampled_from(
    [
        "response.completed",
        "response.incomplete",
        "response.failed",
        "response.created",
        "error",
        "message",
        "stop",
        "response.output_text.delta",
        "response.refusal.delta",
        "output_text",
        "refusal",
        "length",
        "x",
        "\ud83d",
    ]
)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=8) | VALUES, max_size=5))
def test_any_events_add_up_or_are_refused(values: list[Json]):
    """Whatever a server streams, what comes out is an answer that can be stored, or one of our own three refusals."""
    for read in (from_responses, from_chat):
        with suppress(Misshapen, Cut, Reported):
            canonical_json(dataclasses.asdict(read(values, silent)))


def places(value: Json, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value inside ``value``."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield (*here, key)
        yield from places(child, (*here, key))


@given(st.data(), VALUES, st.sampled_from(["stop", "length"]), st.sampled_from(["output_text", "refusal"]))
def test_any_one_wrong_value_in_a_good_stream(data: st.DataObject, wrong: Json, finish: str, kind: str):
    """Streams that are right in all but one place are answers that can be stored, or refused by us."""
    said = {"model": "m", "kind": kind, "finish": finish, "usage": (3, 4), "size": 2}
    for read, speak in ((from_responses, wire_dialects.responses), (from_chat, wire_dialects.chat)):
        events: list[Any] = json.loads(json.dumps(list(speak("hello", **said))))
        *path, last = data.draw(st.sampled_from(list(places(events))))
        target = events
        for key in path:
            target = target[key]
        target[last] = wrong
        with suppress(Misshapen, Cut, Reported):
            canonical_json(dataclasses.asdict(read(events, silent)))


@given(st.text(), st.integers(1, 7), st.sampled_from(["output_text", "refusal"]), st.sampled_from(["stop", "length"]))
def test_pieces_add_up_to_the_text(text: str, size: int, kind: str, finish: str):
    """However an answer is cut into deltas, in either dialect, it is the same answer."""
    said = {"model": "m", "kind": kind, "finish": finish, "usage": (3, 4), "size": size}
    responses = from_responses(wire_dialects.responses(text, **said), silent)
    chat = from_chat(wire_dialects.chat(text, **said), silent)
    assert responses.text == chat.text == text
    assert responses.finish == chat.finish == ("refusal" if kind == "refusal" and text else finish)
    assert (responses.input_tokens, responses.output_tokens) == (chat.input_tokens, chat.output_tokens) == (3, 4)


@given(st.text(alphabet=st.characters()) | st.text(alphabet="\ud83d\ude00a"))
def test_whole_text_is_unicode(text: str):
    """Joined text can always be written to a file, and real text is left as it is."""
    whole(text).encode()
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert whole(text) == text


def test_names_can_be_written_too():
    """Half a character in the model's name or the answer's id does not break the recording."""
    for read, speak in ((from_responses, wire_dialects.responses), (from_chat, wire_dialects.chat)):
        answer = read(speak("ok", **(_SAID | {"model": "gpt\ud83d"})), silent)
        assert answer.model == "gpt\ufffd"


def test_text_outside_the_deltas_is_found():
    """A server may send the text in its last event only."""
    events = [json.loads(json.dumps(event)) for event in wire_dialects.responses("abc", **_SAID)]
    assert from_responses(events[-1:], silent).text == "abc"


def test_reasoning_counts_as_progress_and_not_as_text():
    """A reasoning model shows signs of life before its first word."""
    seen: list[int] = []
    thought: Json = {"type": "response.reasoning_summary_text.delta", "delta": "hmm, let me see"}
    answer = from_responses([thought, *wire_dialects.responses("ok", **_SAID)], seen.append)
    assert answer.text == "ok"
    assert seen[0] > 0


def test_unknown_events_are_passed_over():
    """Servers grow new events; one that we do not know is none of our business."""
    new: Json = {"type": "response.something.new", "anything": [1]}
    assert from_responses([new, *wire_dialects.responses("ok", **_SAID)], silent).text == "ok"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Wed, 23 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 23 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 99 Nov 2026 11:00:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None):
    """Seconds, milliseconds and HTTP dates are understood; anything else is as if nothing was said."""
    assert retry_after_s(headers, datetime(2026, 11, 23, 12, tzinfo=UTC)) == seconds


def test_text_limit_stands():
    """The limit is part of the contract with whoever stores answers: 2 Mi characters."""
    assert openai_events.LARGEST_TEXT == 2 * 1024 * 1024


_SAID = {"model": "m", "kind": "output_text", "finish": "stop", "usage": (3, 4), "size": 2}
