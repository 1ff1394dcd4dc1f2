"""The arm of ``generator.containment``. Run as a process of :mod:`tests.benchmarks.arms.asking`."""

from __future__ import annotations

from decimal import Decimal

from generator.canonical import Json
from generator.containment import Dialect, Subset, Unknown, Widens, schema, widens
from tests.benchmarks.arms.serving import Ask, serve


def answer(asked: Ask) -> dict[str, object]:
    """Answer one question."""
    dialect, others = Dialect(asked["dialect"]), asked["others"]
    old = schema(asked["old"], dialect=dialect, others=others)
    new = schema(asked["new"], dialect=dialect, others=others)
    match widens(old, new):
        case Subset():
            return {"answer": "subset"}
        case Widens(witness):
            return {"answer": "widens", "witness": plain(witness)}
        case Unknown(reason, side, pointer):
            return {"answer": "unknown", "why": f"{reason} ({side} {pointer})"}


def plain(value: Json | Decimal) -> Json:
    """A witness with its exact decimals as a line of JSON can say them: as numbers where a float says the same."""
    match value:
        case Decimal():
            whole = int(value) if value == value.to_integral_value() else None
            return whole if whole is not None else float(value)
        case list():
            return [plain(held) for held in value]
        case dict():
            return {key: plain(held) for key, held in value.items()}
        case _:
            return value


def exact(text: str) -> float | Decimal:
    """A number of a line: a float where it says the same, else a decimal."""
    return float(text) if Decimal(text) == Decimal(repr(float(text))) else Decimal(text)


if __name__ == "__main__":
    serve(answer, exact)
