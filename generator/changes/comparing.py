"""How two schemas relate: the whole first, then what each difference does to it."""

from __future__ import annotations

from generator.changes.answers import Change, Comparison
from generator.changes.differences import Difference
from generator.changes.judging import Effect, Whole, effect_of, judged, verdict
from generator.changes.kinds import Kind
from generator.changes.patterns import directed
from generator.changes.sides import MAPS, Place, Side
from generator.changes.walk import walked
from generator.changes.words import sentence
from generator.containment import STEPS, Schema, alike, widens
from generator.containment.places import Path
from generator.steps import Steps, StepsSpent
from generator.verdicts import Verdict

LISTS = {"anyOf", "oneOf", "allOf", "prefixItems"}
TOO_LARGE = "the schemas are too large to be compared place by place"


def compare(old: Schema, new: Schema, *, steps: int = STEPS) -> Comparison:
    """Say how ``new`` relates to ``old``, and where they differ.

    ``steps`` bounds the work of each question; where they do not suffice, the verdict is unknown and says why.
    Raises ContainmentInvalid where either is no schema.
    """
    whole = Whole(Side(old), Side(new), widens(old, new, steps=steps), widens(new, old, steps=steps), steps // 4)
    budget = Steps(steps)
    try:
        walk = walked(whole.old, whole.new, budget, alike(old, new))
        found, reason = [directed(each) for each in walk.differences], ""
        whole.seen(walk, steps - budget.left)
    except (StepsSpent, RecursionError):
        found, reason = [], TOO_LARGE
    changes = judged(whole, found)
    gained, lost = (_settled(whole, changes, forward=forward) for forward in (True, False))
    if _is_unexplained(changes, gained, lost):
        changes.append(_other(whole, found, gained, lost))
    reasons = [told for told in (gained.reason, lost.reason, reason) if told]
    return Comparison(
        verdict=_verdict(gained, lost),
        changes=tuple(changes),
        gained=gained.witness,
        lost=lost.witness,
        reason="; ".join(dict.fromkeys(reasons)),
    )


def _settled(whole: Whole, changes: list[Change], *, forward: bool) -> Effect:
    """Return what is known of the whole; a change may show what the question about the whole did not."""
    effect = effect_of(whole.forward if forward else whole.backward)
    if effect.known:
        return effect
    shown = [change.gained if forward else change.lost for change in changes]
    return next((Effect(witness) for witness in shown if witness), effect)


def _verdict(gained: Effect, lost: Effect) -> Verdict:
    """Return the verdict about the whole; of what is half known, the half that blocks."""
    if not gained.known:
        return Verdict.unknown
    if not lost.known and gained.witness is None:
        # No value was added, so a response may change like this, and a request may not: as if it were narrower.
        return Verdict.narrower
    return verdict(gained, lost)


def _is_unexplained(changes: list[Change], gained: Effect, lost: Effect) -> bool:
    """Say whether the whole moved in a way that none of the changes did."""
    grew = gained.witness is not None and not any(change.gained for change in changes)
    shrank = lost.witness is not None and not any(change.lost for change in changes)
    return grew or shrank


def _other(whole: Whole, found: list[Difference], gained: Effect, lost: Effect) -> Change:
    """Return a change at the smallest place that holds all differences: it is their interplay that moves the whole."""
    counting = [difference for difference in found if difference.edit]
    at = _common([difference.at for difference in counting]) or whole.old.root
    to = _common([difference.to for difference in counting]) or whole.new.root
    old, new = whole.old.at(at), whole.new.at(to)
    difference = Difference(Kind.other, at, to, old, new, at, to)
    return Change(
        kind=Kind.other,
        verdict=verdict(gained, lost),
        old_pointer=at.pointer,
        new_pointer=to.pointer,
        old=old,
        new=new,
        words=sentence(difference),
        gained=gained.witness,
        lost=lost.witness,
        reason="several changes do this together" if len(counting) > 1 else "",
    )


def _common(places: list[Place]) -> Place | None:
    """Return the innermost schema that holds all the places, None where no single document does."""
    if len({place.document for place in places}) != 1:
        return None
    path: Path = places[0].path
    for place in places[1:]:
        shared = zip(path, place.path, strict=False)
        path = path[
            : next((n for n, (one, other) in enumerate(shared) if one != other), min(len(path), len(place.path)))
        ]
    while path and (path[-1] in MAPS or path[-1] in LISTS) and path[-2:-1] != ("properties",):
        path = path[:-1]
    return Place(places[0].document, path)
