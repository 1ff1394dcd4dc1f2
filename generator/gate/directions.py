"""What blocks: for each part of a contract, which ways it may not move, and which rule each of them breaks.

A router sends the same clients to two versions at once. What callers send may so move in no direction: narrower, and
callers break; wider, and what one version refuses the other lets in. What they get may become narrower. Components'
props are what callers send. What a prompt that runs in production answers is compared as a response is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.gate.moves import Way


@dataclass(frozen=True, slots=True)
class Direction:
    """One part: what it is called in a sentence, as one or as many, and the rule that each way breaks."""

    said: str
    breaks: Mapping[Way, str]
    many: bool = False

    def moves(self, *verbs: str) -> str:
        """Return ``the query narrows or widens`` or ``the headers narrow or widen`` of two verbs."""
        return f"{self.said} {' or '.join(verb if self.many else f'{verb}s' for verb in verbs)}"


_SENT = MappingProxyType(
    {
        Way.narrower: "types/request-narrowed",
        Way.wider: "types/request-widened",
        Way.defaulted: "types/default-changed",
    }
)
_GIVEN = MappingProxyType(
    {
        Way.narrower: "types/props-narrowed",
        Way.wider: "types/props-widened",
        Way.defaulted: "types/default-changed",
    }
)

REQUEST = Direction("the request", _SENT)
"""Several parts of one."""

DIRECTIONS: Mapping[str, Direction] = MappingProxyType(
    {
        "path": Direction("the path", _SENT),
        "query": Direction("the query", _SENT),
        "headers": Direction("the headers", _SENT, many=True),
        "body": Direction("the body", _SENT),
        "form": Direction("the form", _SENT),
        "response": Direction("the response", MappingProxyType({Way.wider: "types/response-widened"})),
        "props": Direction("its props", _GIVEN, many=True),
        "token": Direction("its value", MappingProxyType({Way.wider: "types/token-widened"})),
    }
)
