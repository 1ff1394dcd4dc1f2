"""The two dialects of the OpenAI wire protocol, as a server speaks them: event streams for one answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Event = dict[str, Any]
CREATED_AT = 1_790_000_000


def pieces(text: str, size: int) -> list[str]:
    """Cut ``text`` into deltas of ``size`` characters."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def responses(text: str, *, model: str, kind: str, finish: str, usage: tuple[int, int], size: int) -> Iterator[Event]:
    """Yield the events of ``POST /responses``: ``kind`` is ``output_text`` or ``refusal``, ``finish`` in our words."""
    key = "text" if kind == "output_text" else "refusal"
    extra: Event = {"logprobs": []} if kind == "output_text" else {}
    empty: Event = {"type": kind, key: ""} | ({"annotations": []} if kind == "output_text" else {})
    part = empty | {key: text}
    item: Event = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    done = item | {"status": "completed" if finish == "stop" else "incomplete", "content": [part]}
    at: Event = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    opened = response(model, "in_progress", [], None)
    events: list[Event] = [
        {"type": "response.created", "response": opened},
        {"type": "response.in_progress", "response": opened},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.content_part.added", "part": empty, **at},
        *({"type": f"response.{kind}.delta", "delta": delta, **at, **extra} for delta in pieces(text, size)),
        {"type": f"response.{kind}.done", key: text, **at, **extra},
        {"type": "response.content_part.done", "part": part, **at},
        {"type": "response.output_item.done", "output_index": 0, "item": done},
    ]
    if finish == "stop":
        events.append({"type": "response.completed", "response": response(model, "completed", [done], usage)})
    else:
        reason = "max_output_tokens" if finish == "length" else "content_filter"
        closed = response(model, "incomplete", [done], usage) | {"incomplete_details": {"reason": reason}}
        events.append({"type": "response.incomplete", "response": closed})
    for number, event in enumerate(events):
        yield event | {"sequence_number": number}


def response(model: str, status: str, output: list[Event], usage: tuple[int, int] | None) -> Event:
    """Return a response object with every field that the protocol requires."""
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": CREATED_AT,
        "model": model,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage
        and {
            "input_tokens": usage[0],
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": usage[1],
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": sum(usage),
        },
    }


def chat(text: str, *, model: str, kind: str, finish: str, usage: tuple[int, int], size: int) -> Iterator[Event]:
    """Yield the chunks of ``POST /chat/completions``, the one with the usage last."""
    key = "content" if kind == "output_text" else "refusal"

    def chunk(choices: list[Event], counted: Event | None = None) -> Event:
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": CREATED_AT,
            "model": model,
            "choices": choices,
            "usage": counted,
        }

    def choice(delta: Event, reason: str | None = None) -> list[Event]:
        return [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}]

    yield chunk(choice({"role": "assistant", key: ""}))
    for delta in pieces(text, size):
        yield chunk(choice({key: delta}))
    yield chunk(choice({}, "content_filter" if finish == "filter" else finish))
    counted = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    yield chunk([], counted)
