"""A suite's questions put to an arm: how many right, wrong, open, and how fast; and each one that is not right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.benchmarks.arms.asking import LIMIT, Arm, Told, ask, written
from tests.benchmarks.suites.question import Question
from tests.benchmarks.suites.second_opinions import opinions

COLUMNS = (
    "right",
    "wrong subset",
    "wrong widens",
    "unknown",
    "late",
    "error",
    "unlabelled",
    "label wrong",
    "unconfirmed",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was told, how it counts, and what two validators say of its witness."""

    question: Question
    told: Told
    counts: str
    note: str = ""


@dataclass(slots=True)
class Score:
    """The cases of one suite and arm, in order."""

    suite: str
    arm: str
    cases: list[Case] = field(default_factory=list)

    def row(self) -> list[str]:
        """Return the suite's line of the table: counts by COLUMNS, P50, P95 and the slowest in ms, pairs a second."""
        counts = Counter(case.counts for case in self.cases)
        counts["unconfirmed"] = sum(case.note != "" for case in self.cases if case.told.answer == "widens")
        times = sorted(case.told.ms for case in self.cases) or [0.0]
        at = [times[len(times) // 2], times[len(times) * 95 // 100], times[-1]]
        pace = 1000 * len(times) / max(sum(times), 1e-9)
        numbers = [str(counts[name]) for name in COLUMNS]
        return [self.suite, self.arm, str(len(self.cases)), *numbers, *(f"{ms:.2f}" for ms in at), f"{pace:.0f}"]

    def told_otherwise(self) -> Iterator[Case]:
        """Yield the cases that a person must look at."""
        return (case for case in self.cases if case.note or case.counts not in ("right", "unlabelled"))


HEAD = ["suite", "arm", "asked", *COLUMNS, "P50 ms", "P95 ms", "max ms", "a second"]


def score(
    suite: str,
    arm: Arm,
    questions: Iterable[Question],
    wrong: Mapping[str, str] | None = None,
    *,
    confirm: bool = True,
    limit: float = LIMIT,
) -> Score:
    """Ask every question; ``wrong`` gives the labels that are wrong by the specification, with the reason."""
    scored = Score(suite, arm.name)
    for question, told in ask(arm, questions, limit):
        counts = counted(question, told, wrong or {})
        note = confirmed(question, told) if confirm and told.answer == "widens" else ""
        scored.cases.append(Case(question, told, counts, note))
    return scored


def counted(question: Question, told: Told, wrong: Mapping[str, str]) -> str:
    """Say in which column an answer counts."""
    if told.answer not in ("subset", "widens"):
        return told.answer
    if question.subset is None:
        return "unlabelled"
    if (told.answer == "subset") == question.subset:
        return "right"
    if any(part in question.name for part in wrong):
        return "label wrong"
    return "wrong subset" if told.answer == "subset" else "wrong widens"


def confirmed(question: Question, told: Told) -> str:
    """Return what jsonschema or jsonschema_rs say against the witness; empty where both see it so."""
    said = []
    for side, document, expected in (("new", question.new, True), ("old", question.old, False)):
        for name, opinion in opinions(document, told.witness, question.dialect, question.others).items():
            if opinion is not expected:
                said.append(f"{name} on {side}: {opinion}")
    return "; ".join(said)


def described(case: Case) -> str:
    """Return a case in full, on five lines."""
    label = {True: "subset", False: "widens", None: "none"}[case.question.subset]
    told = case.told
    return (
        f"{case.counts}: {case.question.name} ({case.question.dialect})\n"
        f"  label {label}, told {told.answer} {told.why} in {told.ms:.1f} ms {case.note}\n"
        f"  witness {written(told.witness).decode()}  old {written(case.question.old).decode()}"
        f"  new {written(case.question.new).decode()}"
    )


def table(rows: list[list[str]]) -> str:
    """Return rows of cells as aligned text."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows)
