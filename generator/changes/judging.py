"""Which way each difference moves the whole, shown by a value that is due to this difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.changes.answers import Change, Witness
from generator.changes.differences import Difference
from generator.changes.patches import joined, patched
from generator.changes.sides import Side
from generator.changes.words import sentence
from generator.containment import Answer, ContainmentInvalid, Schema, Subset, Unknown, Widens, is_valid, widens
from generator.containment.results import Doubtful
from generator.verdicts import Verdict

MOST = 40
"""Beyond this many differences, a difference is only held against the witnesses found so far."""
RECENT = 2
"""Beside the whole's witness, as many of those found for other changes are tried: neighbours may share one."""
UNDONE = "alone it would move the whole, but other changes undo it"
UNASKED = f"more than {MOST} places differ; this one was not looked at alone"


@dataclass
class Whole:
    """The two sides, and how they relate as wholes: ``forward`` from old to new, ``backward`` the other way."""

    old: Side
    new: Side
    forward: Answer
    backward: Answer
    steps: int
    pools: tuple[list[Witness], list[Witness]] = field(default=([], []))

    def __post_init__(self) -> None:
        answers = (self.forward, self.backward)
        pools = [[Witness(answer.witness)] if isinstance(answer, Widens) else [] for answer in answers]
        self.pools = (pools[0], pools[1])


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
        alone = len(counting) == 1
        asked = difference in counting[:MOST]
        if difference.edit is None:
            gained = lost = Effect()
        else:
            gained = _effect(whole, difference, alone=alone, asked=asked, forward=True)
            lost = _effect(whole, difference, alone=alone, asked=asked, forward=False)
        changes.append(_change(difference, gained, lost))
    return changes


def _effect(whole: Whole, difference: Difference, *, alone: bool, asked: bool, forward: bool) -> Effect:
    answer = whole.forward if forward else whole.backward
    if alone or isinstance(answer, Subset):
        return effect_of(answer)
    try:
        return _alone(whole, difference, asked=asked, forward=forward)
    except RecursionError:
        reason = "the schema nests too deeply to look at this change alone"
    except ContainmentInvalid:
        # Both schemas were read before, so it is the cut that a reference does not survive.
        reason = "references lead through this place, so it cannot be looked at alone"
    except Doubtful as doubtful:
        reason = doubtful.undecided.reason
    return Effect(known=False, reason=reason)


def _alone(whole: Whole, difference: Difference, *, asked: bool, forward: bool) -> Effect:
    """Ask for a value that is due to this change, among those known first."""
    patch = patched(whole.old, whole.new, difference)
    pool = whole.pools[0 if forward else 1]
    for witness in (*pool[:1], *pool[1:][-RECENT:]):
        if is_valid(patch, witness.value) is forward:
            return Effect(witness)
    if not asked:
        return Effect(known=False, reason=UNASKED)
    old, new = whole.old.schema, whole.new.schema
    answer = widens(old, patch, steps=whole.steps) if forward else widens(patch, old, steps=whole.steps)
    if isinstance(answer, Subset):
        return Effect()
    if isinstance(answer, Widens) and is_valid(new, answer.witness) is not forward:
        both = joined(patch, whole.new, "allOf" if forward else "anyOf")
        answer = widens(old, both, steps=whole.steps) if forward else widens(both, old, steps=whole.steps)
        if isinstance(answer, Subset):
            return Effect(reason=UNDONE)
    if isinstance(answer, Widens) and _shows(old, new, answer, forward=forward):
        pool.append(Witness(answer.witness))
        return Effect(pool[-1])
    return Effect(known=False, reason=told(answer))


def _shows(old: Schema, new: Schema, answer: Widens, *, forward: bool) -> bool:
    """Look again, since a witness is a promise to a person."""
    return is_valid(new, answer.witness) is forward and is_valid(old, answer.witness) is not forward


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
