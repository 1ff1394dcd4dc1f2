"""How one feature's traffic is split between two of its versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from router.errors import UsageInvalid

BUCKETS = 10_000  # one is a hundredth of a percent, the finest weight


class State(StrEnum):
    """Whether a rollout is as it was set, or what is left after one was taken back."""

    running = "running"
    aborted = "aborted"


@dataclass(frozen=True, slots=True)
class Rollout:
    """``weight`` percent (0 to 100, in hundredths) of a feature's clients get ``canary``, all others ``stable``."""

    feature: str
    stable: int
    canary: int | None = None
    weight: float = 0.0
    state: State = State.running

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions that it names."""
        return (self.stable,) if self.canary is None else (self.stable, self.canary)

    @property
    def live(self) -> int | None:
        """The canary that an abort would take back, even one of weight 0: it may be raised at any moment."""
        return self.canary if self.state is State.running else None

    @property
    def share(self) -> int:
        """How many of the :data:`BUCKETS` go to the canary: none when there is none or it was taken back."""
        if self.live is None:
            return 0
        return round(self.weight * BUCKETS / 100)


def checked(rollout: Rollout) -> Rollout:
    """Return ``rollout`` if it makes sense in itself. Raises UsageInvalid if not."""
    if not 0 <= rollout.weight <= 100 or abs(round(rollout.weight, 2) - rollout.weight) > 1e-9:
        raise UsageInvalid(f"weight {rollout.weight} is not a percentage from 0 to 100 in steps of 0.01.")
    if rollout.canary is None and rollout.weight:
        raise UsageInvalid(f"a weight of {rollout.weight} needs a canary. Add: --canary v<N>")
    if rollout.canary == rollout.stable:
        raise UsageInvalid(f"v{rollout.canary} cannot be both stable and canary of {rollout.feature}. Name another.")
    return rollout


def taken_back(history: Sequence[Rollout]) -> Rollout | None:
    """Return what an abort puts in force after ``history``, oldest first; None when there is nothing to take back.

    An abort takes back what was set last, and only that: a live canary, else the last move of the stable version. After
    an abort there is nothing more to take back, so that a hand that presses twice does not go two steps.
    """
    if not history or history[-1].state is State.aborted:
        return None
    last = history[-1]
    if last.live is not None:
        return replace(last, state=State.aborted)
    moves = _moves(history)
    return Rollout(last.feature, moves[-2], state=State.aborted) if len(moves) > 1 else None


def _moves(history: Iterable[Rollout]) -> list[int]:
    """Return the stable versions that led to the one in force, without those that were taken back."""
    moves: list[int] = []
    for rollout in history:
        if rollout.state is State.aborted and rollout.stable in moves:
            while moves[-1] != rollout.stable:
                moves.pop()
        elif not moves or moves[-1] != rollout.stable:
            moves.append(rollout.stable)
    return moves
