"""How one feature's traffic is split between two of its versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from router.errors import UsageInvalid

BUCKETS = 10_000  # one is a hundredth of a percent, the finest weight


class State(StrEnum):
    """Whether a rollout's canary may be served."""

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
    def share(self) -> int:
        """How many of the :data:`BUCKETS` go to the canary: none when there is none or it was taken back."""
        if self.canary is None or self.state is State.aborted:
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
