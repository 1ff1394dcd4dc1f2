"""Values that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

from generator.canonical import Json
from generator.project import Price, Project, Settings
from generator.requests import Completion, Message, Request, Role, Source, Usage
from generator.units import Unit

UNIT = Unit("greetings", 2)
PRICE = Price(1.25, 10.0)
ANSWER = '{"files": [{"path": "api.py", "content": "x = 1\\n"}], "assumptions": []}'
SCHEMA: dict[str, Json] = {
    "type": "object",
    "properties": {
        "files": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"path": {"type": "string"}, "content": {"type": "string"}},
                "required": ["path", "content"],
                "additionalProperties": False,
            },
        },
        "assumptions": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["files", "assumptions"],
    "additionalProperties": False,
}


def request(text: str = "Write api.py.", **config: Json) -> Request:
    """Return a request of greetings/v2 with a system and a user message."""
    messages = (Message(Role.system, "You write handlers."), Message(Role.user, text))
    return Request("greetings", 2, "api", "gpt-5", messages, {"max_output_tokens": 1000} | config, SCHEMA)


def completion(text: str = ANSWER, *, source: Source = Source.model) -> Completion:
    """Return an answer as a model would give it."""
    return Completion(text, "gpt-5-2026-01-01", source, Usage(120, 45, 0.0006), "stop", "resp_1")


def project(root: Path) -> Project:
    """Return a project in ``root`` whose model has a price."""
    return Project(root, Settings("kernel", prices={"gpt-5": PRICE}))


def silent(_tokens: int) -> None:
    """Take progress and say nothing."""
