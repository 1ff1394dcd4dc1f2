"""From what a walk met and what the engine answered to changes, each told once with the operations that it reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from generator.changes import Change, Comparison, Verdict
from generator.changes.openapi.answering import Compare, desk
from generator.changes.openapi.asking import Asking, Question, bits
from generator.changes.openapi.found import ApiChange, Rule, Severity, Side, severity
from generator.changes.openapi.met import Seen
from generator.changes.openapi.references import Document, Place
from generator.changes.openapi.units import Units
from generator.changes.openapi.views import hidden, units_in, view
from generator.changes.openapi.walk import Walk

_GROWS = frozenset({Verdict.wider, Verdict.incomparable})
_SAID = {
    "default": Rule.default_changed,
    "format": Rule.format_changed,
    "discriminator": Rule.discriminator_changed,
    "content": Rule.content_changed,
}
"""What changes that move no value are called, by what their kinds begin with."""
_SIZES = ("int32", "int64", "float", "double", "byte", "binary")
_SHRINKS = frozenset({Verdict.narrower, Verdict.incomparable})


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What has been told so far: each change by what makes it one, with the operations it reaches as bits."""

    names: list[str]
    found: dict[tuple[object, ...], tuple[ApiChange, int]] = field(default_factory=dict)

    def tell(self, key: tuple[object, ...], change: ApiChange, reach: int) -> None:
        """Take in a change, or the further operations of one that is known."""
        known, before = self.found.get(key, (change, 0))
        self.found[key] = (known, before | reach)

    def changes(self) -> Iterator[ApiChange]:
        """Yield every change, in the order of the first operation that it reaches."""
        ordered = sorted(self.found.values(), key=lambda item: item[1] & -item[1])
        for change, reach in ordered:
            operations = tuple(self.names[bit] for bit in bits(reach))
            yield replace(change, operations=operations)


def compared(old: Document, new: Document, walk: Walk, asked: Callable[[int], Compare]) -> Iterator[ApiChange]:
    """Yield all changes between two documents that were walked; ``asked`` gives who answers so many questions."""
    names = list(dict.fromkeys(met.operation for met in walk.met if met.operation))
    bit = {name: 1 << index for index, name in enumerate(names)}
    told, counters = Told(names), {answer: _Counter(old, new, walk.units, answer=answer) for answer in (False, True)}
    for met in walk.met:
        reach = bit.get(met.operation, 0)
        if isinstance(met.found, Seen):
            _seen(told, met.side, met.found, reach)
        else:
            counters[met.found.answer].asking[met.side].position(met.found, reach)
    questions = {answer: counter.questions() for answer, counter in counters.items()}
    compare = asked(sum(len(each) for each in questions.values()))
    for answer, counter in counters.items():
        for side, question, comparison in counter.answers(questions[answer], compare):
            _answered(told, side, question, comparison)
    yield from told.changes()


class _Counter:
    """Where questions about one kind of message are taken in and answered."""

    def __init__(self, old: Document, new: Document, units: Units, *, answer: bool) -> None:
        word = hidden(answer=answer)
        views = view(old, word, units.old.texts), view(new, word, units.new.texts)
        seen = units_in(units, *views)
        self.desk = desk(views[0].document, views[1].document)
        self.asking = {side: Asking(views, seen) for side in (Side.request, Side.response)}

    def questions(self) -> list[tuple[Side, Question]]:
        """Return what there is to ask."""
        return [(side, question) for side, asking in self.asking.items() for question in asking.questions()]

    def answers(
        self, questions: list[tuple[Side, Question]], compare: Compare
    ) -> Iterator[tuple[Side, Question, Comparison]]:
        """Yield every question with its answer. All are laid out before the first is asked."""
        for _, question in questions:
            self.desk.lay(question)
        for side, question in questions:
            yield side, question, self.desk.answer(question, compare)


def _seen(told: Told, side: Side, seen: Seen, reach: int) -> None:
    old, new = (place.shown if place is not None else None for place in (seen.old, seen.new))
    weight = Severity.breaks if seen.breaks else severity(side, seen.verdict)
    # What is demanded of a caller is one change wherever it is written.
    key = (seen.rule, side, seen.words, *((old, new) if side is not Side.security else ()))
    told.tell(key, ApiChange(seen.rule, weight, side, seen.verdict, (), old, new, seen.words), reach)


def _answered(told: Told, side: Side, question: Question, comparison: Comparison) -> None:
    kept = [change for change in comparison.changes if _counts(change.verdict, comparison.verdict)]
    for change in kept:
        rule, weight = _weighed(side, change)
        if rule is Rule.schema and change.verdict is Verdict.equal:
            # Another way to say the same.
            continue
        old, new = (_shown(each) for each in ((question.old, change.old_pointer), (question.new, change.new_pointer)))
        # Here the document is the API's, and what changed is a value in it.
        words = f"{question.words}: {change.words.replace('the document', 'the value')}"
        one = ApiChange(rule, weight, side, change.verdict, (), old, new, words, change)
        told.tell((side, change.kind, change.verdict, old, new), one, question.reach)
    for verdict in _unsaid(comparison.verdict, kept):
        old, new = question.old.shown, question.new.shown
        words = f"{question.words}: {_whole(verdict, comparison)}"
        one = ApiChange(Rule.schema, severity(side, verdict), side, verdict, (), old, new, words)
        told.tell((side, "whole", verdict, old, new), one, question.reach)


def _counts(part: Verdict, whole: Verdict) -> bool:
    """Say whether a part that moved this way moved the whole so, too: one part can make good for another."""
    if part in {Verdict.equal, Verdict.unknown} or whole is Verdict.unknown:
        return part is not Verdict.unknown or whole is Verdict.unknown
    return (part in _GROWS and whole in _GROWS) or (part in _SHRINKS and whole in _SHRINKS)


def _unsaid(whole: Verdict, parts: Iterable[Change]) -> Iterator[Verdict]:
    """Yield which ways the whole moved that no part tells of."""
    verdicts = {part.verdict for part in parts}
    if whole is Verdict.unknown:
        if Verdict.unknown not in verdicts:
            yield whole
        return
    grows = whole in _GROWS and not verdicts & _GROWS
    shrinks = whole in _SHRINKS and not verdicts & _SHRINKS
    if grows and shrinks:
        yield Verdict.incomparable
    elif grows:
        yield Verdict.wider
    elif shrinks:
        yield Verdict.narrower


def _whole(verdict: Verdict, comparison: Comparison) -> str:
    if verdict is Verdict.unknown:
        return f"which way it moved could not be decided: {comparison.reason or 'the budget is spent'}"
    ways = {
        Verdict.wider: "it takes more",
        Verdict.narrower: "it takes less",
        Verdict.incomparable: "it takes other values",
    }
    return ways[verdict]


def _weighed(side: Side, change: Change) -> tuple[Rule, Severity]:
    """Return what a change of a schema is called, and what it does where it stands."""
    weight, kind = severity(side, change.verdict), change.kind.value
    rule = next((rule for word, rule in _SAID.items() if kind.startswith(word)), Rule.schema)
    if change.verdict is not Verdict.equal or rule is Rule.schema or change.old_pointer is None:
        # What nothing was said of before, nobody counted on.
        return rule, weight
    if rule is Rule.format_changed:
        # Clients are made from the document: what is read into 32 bits does not hold 64.
        breaks = change.old in _SIZES and change.new in _SIZES
    elif rule is Rule.default_changed:
        # Who leaves the value out asks for something else now; in a response it is only said.
        breaks = side is Side.request
    else:
        breaks = True
    return rule, Severity.breaks if breaks else weight


def _shown(each: tuple[Place, str | None]) -> str | None:
    place, pointer = each
    return pointer if pointer is None or not place.file else f"{place.file}#{pointer}"
