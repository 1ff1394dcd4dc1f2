"""Exactly what is sent to a model, and exactly what came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from generator.canonical import Json, digest


class Role(StrEnum):
    """Who speaks a message."""

    system = "system"
    user = "user"
    assistant = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class Request:
    """One call to a model: same fields, same digest, same recording.

    ``config`` holds the prompt's ``config`` block as written (``temperature``, ``max_output_tokens``, ...);
    ``answer_schema`` is the JSON Schema the answer must satisfy (not yet its strict form: that is the provider's
    business). ``feature``, ``version`` and ``prompt`` say whose call it is and are not part of the digest.
    """

    feature: str
    version: int
    prompt: str
    model: str
    messages: tuple[Message, ...]
    config: dict[str, Json]
    answer_schema: dict[str, Json]

    def payload(self) -> dict[str, Json]:
        """Return what the digest covers, and what a recording keeps."""
        return {
            "model": self.model,
            "messages": [{"role": message.role.value, "content": message.content} for message in self.messages],
            "config": self.config,
            "answer_schema": self.answer_schema,
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical payload: the recording's file name."""
        return digest(self.payload())


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call took: tokens as the provider counted them, US dollars by the project's price table."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0


class Source(StrEnum):
    """Who wrote a recorded answer: a model that saw the request and nothing else, or a person."""

    model = "model"
    person = "person"


@dataclass(frozen=True, slots=True)
class Completion:
    """What came back: the text as it came, untrusted.

    ``finish`` is the provider's own word for why the answer ended, mapped to ``stop``, ``length`` (cut off),
    ``refusal`` or ``filter``; ``model`` is who says it answered; ``response_id`` is the provider's, may be empty.
    """

    text: str
    model: str
    source: Source
    usage: Usage = field(default_factory=Usage)
    finish: str = "stop"
    response_id: str = ""
