"""Which way each difference moves the whole, shown by a value that is due to this difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from generator.canonical import Json
from generator.changes.answers import Change, Witness
from generator.changes.differences import Difference
from generator.changes.lifting import Lift
from generator.changes.patches import joined, patched
from generator.changes.sides import Place, Side
from generator.changes.walk import Walk
from generator.changes.words import sentence
from generator.containment import Answer, ContainmentInvalid, Schema, Subset, Unknown, Widens, is_valid, widens
from generator.containment.places import parts
from generator.containment.results import Doubtful
from generator.verdicts import Verdict

MOST = 40
"""So many differences, at most, are each looked at alone in a patched whole; the larger the whole, the fewer."""
WORK = 40_000
"""Parts of the old document, and steps of the walk, times differences that may be looked at alone."""
RECENT = 2
"""Beside the whole's witness, as many of those found for other changes are tried: neighbours may share one."""
FRUITLESS = 2
"""After as many questions without an answer, no more are asked."""
UNDONE = "alone it would move the whole, but other changes undo it"
UNASKED = "too many places differ in schemas of this size; this one was not looked at alone"


@dataclass
class Whole:
    """The two sides, and how they relate as wholes: ``forward`` from old to new, ``backward`` the other way.

    ``pools`` are the witnesses found so far, in either direction. ``left`` says how many questions about patched wholes
    may still be asked, and ``checks`` how many values may be held against one.
    """

    old: Side
    new: Side
    forward: Answer
    backward: Answer
    steps: int
    lifts: tuple[Lift, Lift] | None = None
    left: int = MOST
    checks: int = MOST
    fruitless: int = 0
    pools: tuple[list[Witness], list[Witness]] = field(init=False)

    def __post_init__(self) -> None:
        answers = (self.forward, self.backward)
        pools = [[Witness(answer.witness)] if isinstance(answer, Widens) else [] for answer in answers]
        self.pools = (pools[0], pools[1])

    def seen(self, walk: Walk, cost: int) -> None:
        """Remember how the walk went from place to place, and what it cost."""
        if walk.root is not None:
            new, old = (
                Lift(side, walk.root, walk.ways, is_new=side is self.new, turned=walk.turned)
                for side in (self.new, self.old)
            )
            self.lifts = new, old
        size = sum(1 for _ in islice(parts(self.old.schema.document), WORK))
        self.left = min(MOST, WORK // (1 + cost + size)) * 2
        self.checks = min(MOST, self.left)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change does in one direction: a witness, or nothing, or nobody knows."""

    witness: Witness | None = None
    known: bool = True
    reason: str = ""


def judged(whole: Whole, found: Iterable[Difference]) -> list[Change]:
    """Return a Change for each difference, in the same order."""
    differences = list(found)
    counting = [difference for difference in differences if difference.edit]
    changes = []
    for difference in differences:
        near = sum(_is_within(other.at, difference.at) for other in counting)
        apart = Apart(alone=len(counting) == 1, only=near == 1)
        gained, lost = (
            _effect(whole, difference, apart, forward=forward) if difference.edit else Effect()
            for forward in (True, False)
        )
        changes.append(_change(difference, gained, lost))
    return changes


@dataclass(frozen=True, slots=True)
class Apart:
    """Whether a difference is the only one of all, or the only one in its schema and below."""

    alone: bool
    only: bool


def _is_within(place: Place, holder: Place) -> bool:
    return place.document == holder.document and place.path[: len(holder.path)] == holder.path


def _effect(whole: Whole, difference: Difference, apart: Apart, *, forward: bool) -> Effect:
    answer = whole.forward if forward else whole.backward
    if isinstance(answer, Subset) or (apart.alone and isinstance(answer, Widens)):
        return effect_of(answer)
    try:
        found = _lifted(whole, difference, only=apart.only, forward=forward)
        if found is None and apart.alone:
            # This change makes of the old schema the new one, of which nothing is known.
            return effect_of(answer)
        return found or _alone(whole, difference, forward=forward)
    except RecursionError:
        reason = "the schema nests too deeply to look at this change alone"
    except ContainmentInvalid:
        # Both schemas were read before, so it is the cut that a reference does not survive.
        reason = "references lead through this place, so it cannot be looked at alone"
    except Doubtful as doubtful:
        reason = doubtful.undecided.reason
    return Effect(known=False, reason=reason)


def _lifted(whole: Whole, difference: Difference, *, only: bool, forward: bool) -> Effect | None:
    """Ask about the place alone, and build a whole document around the value: cheap, but not always enough."""
    old, new = whole.old.schema, whole.new.schema
    if whole.lifts is None or difference.at.document or difference.to.document:
        return None
    lift = whole.lifts[0 if forward else 1]
    here = replace(old, pointer=difference.at.pointer), replace(new, pointer=difference.to.pointer)
    answer = widens(*here, steps=whole.steps) if forward else widens(*reversed(here), steps=whole.steps)
    meeting = lift.meeting(difference.at, difference.to)
    if isinstance(answer, Subset):
        return Effect() if lift.is_steady(meeting) else None
    if not isinstance(answer, Widens):
        return None
    found = lift.whole(meeting, answer.witness)
    if found is None or not _shows(old, new, found.value, forward=forward):
        return None
    # Where there is much to look at, a value refused for something in this very schema, and nowhere below, will do.
    if not (only and whole.checks <= 0):
        whole.checks -= 1
        if is_valid(patched(whole.old, whole.new, difference), found.value) is not forward:
            return None
    whole.pools[0 if forward else 1].append(found)
    return Effect(found)


def _alone(whole: Whole, difference: Difference, *, forward: bool) -> Effect:
    """Ask for a value that is due to this change, among those known first."""
    if whole.left <= 0 or whole.fruitless >= FRUITLESS:
        return Effect(known=False, reason=UNASKED)
    whole.left -= 1
    patch = patched(whole.old, whole.new, difference)
    pool = whole.pools[0 if forward else 1]
    for witness in (*pool[:1], *pool[1:][-RECENT:]):
        if is_valid(patch, witness.value) is forward:
            return Effect(witness)
    old, new = whole.old.schema, whole.new.schema
    answer = widens(old, patch, steps=whole.steps) if forward else widens(patch, old, steps=whole.steps)
    if isinstance(answer, Subset):
        return Effect()
    if isinstance(answer, Widens) and is_valid(new, answer.witness) is not forward:
        both = joined(patch, whole.new, "allOf" if forward else "anyOf")
        answer = widens(old, both, steps=whole.steps) if forward else widens(both, old, steps=whole.steps)
        if isinstance(answer, Subset):
            return Effect(reason=UNDONE)
    if isinstance(answer, Widens) and _shows(old, new, answer.witness, forward=forward):
        pool.append(Witness(answer.witness))
        return Effect(pool[-1])
    whole.fruitless += isinstance(answer, Unknown)
    return Effect(known=False, reason=told(answer))


def _shows(old: Schema, new: Schema, value: Json, *, forward: bool) -> bool:
    """Look again, since a witness is a promise to a person."""
    return is_valid(new, value) is forward and is_valid(old, value) is not forward


def _change(difference: Difference, gained: Effect, lost: Effect) -> Change:
    places = (difference.old_place, difference.new_place)
    pointers = [None if place is None else place.pointer for place in places]
    return Change(
        kind=difference.kind,
        verdict=verdict(gained, lost),
        old_pointer=pointers[0],
        new_pointer=pointers[1],
        old=difference.old,
        new=difference.new,
        words=sentence(difference),
        gained=gained.witness,
        lost=lost.witness,
        reason="; ".join(dict.fromkeys(effect.reason for effect in (gained, lost) if effect.reason)),
    )


def verdict(gained: Effect, lost: Effect) -> Verdict:
    """Return what two effects come to; what is shown counts, even where the other direction is not known."""
    if gained.witness:
        return Verdict.incomparable if lost.witness else Verdict.wider
    if not gained.known:
        return Verdict.unknown
    if lost.witness or not lost.known:
        return Verdict.narrower if lost.witness else Verdict.unknown
    return Verdict.equal


def effect_of(answer: Answer) -> Effect:
    """Return an answer about the wholes as an effect."""
    if isinstance(answer, Widens):
        return Effect(Witness(answer.witness))
    return Effect() if isinstance(answer, Subset) else Effect(known=False, reason=told(answer))


def told(answer: Answer) -> str:
    """Return why nothing is known, and where."""
    if not isinstance(answer, Unknown):
        return "the value that was found does not show it"
    place = f"{answer.side} schema {answer.pointer or 'as a whole'}: " if answer.side else ""
    return f"{place}{answer.reason}"
