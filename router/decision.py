"""Which version answers a client: a pure function of the rollout and of who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from router.rollout import BUCKETS, Rollout, State


class Reason(StrEnum):
    """Why a version was chosen; it stands in the ``Lockstep-Reason`` header."""

    only = "only"  # there is no other version
    stable = "stable"
    canary = "canary"
    aborted = "aborted"  # a rollout was taken back, its canary or its stable version
    fallback = "fallback"  # the version that should answer is not sound


@dataclass(frozen=True, slots=True)
class Decision:
    """A version and why it was chosen."""

    version: int
    reason: Reason


def bucket(feature: str, targeting_key: str) -> int:
    """Return the client's bucket for a feature, 0 to 9999, the same for ever, on every machine and in every process.

    Do not change: every client of every running rollout would move. Features are salted apart, so that the first
    clients to get one canary are not the first for all.
    """
    name = f"{feature}\0{targeting_key}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(name).digest()[:8]) % BUCKETS


def choose(rollout: Rollout, targeting_key: str) -> Decision:
    """Return the version that ``rollout`` has for this client.

    Raising the weight only ever adds clients to the canary, lowering it only takes some away.
    """
    if rollout.state is State.aborted:
        return Decision(rollout.stable, Reason.aborted)
    if rollout.canary is None:
        return Decision(rollout.stable, Reason.stable)
    if bucket(rollout.feature, targeting_key) < rollout.share:
        return Decision(rollout.canary, Reason.canary)
    return Decision(rollout.stable, Reason.stable)


def settle(wanted: Decision, stable: int, sound: Collection[int]) -> Decision | None:
    """Return the decision that can be served: the wanted one, else the stable version, else the newest sound one.

    None when no version is sound.
    """
    if wanted.version in sound:
        return wanted
    if not sound:
        return None
    return Decision(stable if stable in sound else max(sound), Reason.fallback)


def unguided(known: Collection[int], sound: Collection[int]) -> Decision | None:
    """Return what is served while no rollout was ever set: the newest version, if it is sound.

    ``known`` are all versions on disk. The reason is ``only`` when there is one, and ``fallback`` when a newer one
    had to be refused. None when no version is sound.
    """
    wanted = Decision(max(known), Reason.only if len(known) == 1 else Reason.stable) if known else None
    return settle(wanted, wanted.version, sound) if wanted else None
