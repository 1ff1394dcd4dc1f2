"""What changed between two contracts, place by place: which way each place moved, and a value that shows it.

compare(schema(old), schema(new))    # Comparison(verdict=wider, changes=(Change(kind=type_added, ...),))
"""

from __future__ import annotations

from generator.changes.answers import Change, Comparison, Witness
from generator.changes.comparing import compare
from generator.changes.kinds import Kind
from generator.verdicts import Verdict

__all__ = ["Change", "Comparison", "Kind", "Verdict", "Witness", "compare"]
