"""Which way a pattern moved, so that its change has the right name."""

from __future__ import annotations

from dataclasses import replace

from generator.changes.differences import Difference
from generator.changes.kinds import Kind
from generator.containment import Subset, Widens, schema, widens

STEPS = 20_000


def directed(difference: Difference) -> Difference:
    """Return the difference as a loosened or tightened pattern where it is one; others as they are."""
    if difference.kind is not Kind.pattern_changed:
        return difference
    old, new = ({"type": "string", "pattern": pattern} for pattern in (difference.old, difference.new))
    grew, shrank = widens(schema(old), schema(new), steps=STEPS), widens(schema(new), schema(old), steps=STEPS)
    if isinstance(grew, Widens) and isinstance(shrank, Subset):
        return replace(difference, kind=Kind.pattern_loosened)
    if isinstance(grew, Subset) and isinstance(shrank, Widens):
        return replace(difference, kind=Kind.pattern_tightened)
    return difference
