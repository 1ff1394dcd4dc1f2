"""What ``regenerate`` did, unit by unit. Standard library only: the no-op path prints these too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.units import Unit


class Outcome(StrEnum):
    """What happened to one unit."""

    unchanged = "unchanged"
    edited = "edited by hand"
    relinked = "relinked"
    regenerated = "regenerated"
    reproduced = "reproduced"
    stale = "stale"


@dataclass(frozen=True, slots=True)
class Result:
    """One unit's outcome.

    ``calls`` and ``cost_usd`` count what this run asked of a provider, not what recordings once took; ``reasons`` say
    why the unit was not left alone; ``kept`` are the hand edits that still stand; ``diff`` is what changed in
    ``generated/`` (with ``--check``: what would), as a unified diff; ``note`` says why there is no diff.
    """

    unit: Unit
    outcome: Outcome
    calls: int = 0
    cost_usd: float = 0.0
    reasons: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    diff: str = ""
    note: str = ""

    def line(self) -> str:
        """Return the one line that is printed for this unit."""
        spent = f" ({_calls(self.calls)}, ${self.cost_usd:.2f})" if self.calls else ""
        before = ": " if self.outcome is Outcome.edited else "; hand edits kept: "
        kept = f"{before}{', '.join(self.kept)}" if self.kept else ""
        return f"{self.unit} {self.outcome.value}{spent}{kept}"


def summary(results: Sequence[Result]) -> str:
    """Return the last line: ``3 units: 2 unchanged, 1 regenerated (0 calls, $0.00)``."""
    counts = Counter(result.outcome for result in results)
    parts = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome])
    calls, cost = sum(result.calls for result in results), sum(result.cost_usd for result in results)
    units = "1 unit" if len(results) == 1 else f"{len(results)} units"
    return f"{units}{': ' if parts else ''}{parts} ({_calls(calls)}, ${cost:.2f})"


def _calls(number: int) -> str:
    return "1 call" if number == 1 else f"{number} calls"
