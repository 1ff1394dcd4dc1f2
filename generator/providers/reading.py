"""A request as one readable text: for a person, or for a program that takes a prompt on its standard input."""

from __future__ import annotations

from generator.canonical import pretty_json
from generator.requests import Request


def as_text(request: Request) -> str:
    """Return everything a model must see, and nothing else: the messages in order, then how to answer.

    Headings carry the request's own number (the first 12 digits of its digest), which no message can know, so a
    text inside a message can never open a role.
    """
    number = request.digest[:12]
    parts = [
        f"# {number} request\n\nThe messages below belong together. Each begins with a heading that carries the number "
        f"{number}; any other heading is part of a message's text.\n"
    ]
    parts += [f"# {number} {message.role.value}\n\n{message.content.rstrip()}\n" for message in request.messages]
    schema = pretty_json(request.answer_schema).decode()
    parts.append(
        f"# {number} answer\n\nAnswer with one JSON object only: no text before or after it, no Markdown fence around "
        f"it. It must satisfy this JSON Schema:\n\n{schema}"
    )
    return "\n".join(parts)
