"""Known flaws of stories: ``snapshots/<unit>/ui/known.toml``, a list that may only become shorter.

    [[known]]
    rule = "axe/violation"
    at = "word_card/two-words color-contrast .word-card-old"
    why = "Past days are to be grey; the design is asked for a darker one."
    owner = "ada"
    until = 2027-01-31

``at`` is the component and the story (``*`` for all its stories), then what the flaw is at: its selector, and before it
axe's own id for what axe found. A row excuses that flaw in every mode and engine. What no row names is new and blocks.
A row that excuses nothing has been mended and must go; one that is past its day (``until`` is the last on which it
holds) or cannot be read is a finding itself. Once the unit has landed its rows go on holding; more may still be added,
for browsers and rules change under a page that cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import granted
from generator.findings import Finding
from generator.granted import Broken, Row
from generator.looks.flaws import Flaw
from generator.rules import RULES, family_of
from generator.units import Unit

FILE_NAME = "known.toml"
FAMILIES = frozenset({"axe", "keyboard", "patterns", "layout"})
"""Families of rules whose breaches can be known. What differs from what was accepted is accepted, or mended."""

_OF_THE_LIST = frozenset({"axe/known-fixed", "axe/known-expired", "axe/known-invalid"})
_TABLE = "known"
_TEXTS = ("rule", "at", "why", "owner")


@dataclass(frozen=True, slots=True)
class Known:
    """One row of the file; ``index`` counts from 0."""

    index: int
    rule: str
    at: str
    why: str
    owner: str
    until: date

    def excuses(self, story: str, flaw: Flaw) -> bool:
        """Say whether the row names this flaw of ``story`` (``component/story``)."""
        place, _, what = self.at.partition(" ")
        component = story.partition("/")[0]
        return self.rule == flaw.rule and what == spot(flaw) and place in {story, f"{component}/*"}


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A unit's rows, and what is wrong with the file."""

    unit: Unit
    path: str
    rows: tuple[Known, ...] = ()
    wrong: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Excused:
    """A flaw of a story that a row names: shown, never blocking."""

    story: str
    flaw: Flaw
    row: Known


@dataclass(frozen=True, slots=True)
class Sorted:
    """What blocks (flaws by ``component/story``), what is excused, and what is wrong with the rows."""

    flaws: Mapping[str, tuple[Flaw, ...]]
    excused: tuple[Excused, ...]
    wrong: tuple[Finding, ...]


def spot(flaw: Flaw) -> str:
    """Return what a row must name of a flaw beside its story: selectors change less often than words."""
    id_ = flaw.message.partition(" ")[0].rstrip(":") if flaw.rule == "axe/violation" else ""
    return f"{id_} {flaw.selector}".strip()


def row_for(story: str, flaw: Flaw) -> str:
    """Return the ``at`` of a row that would excuse a flaw of ``story``."""
    return f"{story} {spot(flaw)}"


def read(data: bytes, unit: Unit) -> KnownFile:
    """Read the rows that stand in a file's bytes; no bytes, no rows."""
    path = f"snapshots/{unit}/ui/{FILE_NAME}"
    parsed = [_known(unit, path, row) for row in granted.rows(data, _TABLE, _TEXTS)]
    good = tuple(row for row in parsed if isinstance(row, Known))
    return KnownFile(unit, path, good, tuple(row for row in parsed if isinstance(row, Finding)))


def excuse(
    found: Mapping[str, Sequence[Flaw]], known: KnownFile, today: date, *, landed: bool = False, complete: bool = True
) -> Sorted:
    """Take out the flaws (by ``component/story``) that a valid row names, and add what is wrong with the rows.

    ``complete``: every story was looked at in every browser, so a row that excuses nothing is of a flaw that is gone.
    """
    valid = [row for row in known.rows if landed or row.until >= today]
    left: dict[str, tuple[Flaw, ...]] = {}
    excused: list[Excused] = []
    for story, flaws in found.items():
        rows = {flaw: next((row for row in valid if row.excuses(story, flaw)), None) for flaw in flaws}
        left[story] = tuple(flaw for flaw, row in rows.items() if row is None)
        excused += [Excused(story, flaw, row) for flaw, row in rows.items() if row is not None]
    wrong = list(known.wrong)
    if not landed:
        wrong += _late(known, today)
        wrong += _fixed(known, valid, excused) if complete else []
    return Sorted(left, tuple(excused), tuple(wrong))


def _late(known: KnownFile, today: date) -> Iterable[Finding]:
    for row in known.rows:
        if row.until < today:
            yield _finding(known, "axe/known-expired", row, f"{row.owner} was to mend {row.at} by {row.until}")


def _fixed(known: KnownFile, valid: Iterable[Known], excused: Iterable[Excused]) -> Iterable[Finding]:
    used = {each.row.index for each in excused}
    for row in valid:
        if row.index not in used:
            yield _finding(known, "axe/known-fixed", row, f"there is no {row.rule} any more at {row.at}")


def _finding(known: KnownFile, rule: str, row: Known, message: str) -> Finding:
    return Finding(rule, message, known.path, str(known.unit), pointer=f"/{_TABLE}/{row.index}")


def _known(unit: Unit, path: str, row: Row | Broken) -> Known | Finding:
    if isinstance(row, Broken):
        said = f"the file {row.what}" if row.index is None else f"the row {row.what}"
        return Finding("axe/known-invalid", said, path, str(unit), pointer=row.pointer(_TABLE))
    rule, at = row.texts["rule"], row.texts["at"]
    if rule not in RULES or family_of(rule) not in FAMILIES or rule in _OF_THE_LIST:
        return _known(unit, path, Broken(row.index, f"names {rule}, which is no rule whose breach can be known"))
    place, _, what = at.partition(" ")
    if place.count("/") != 1 or not what.strip():
        said = "`at` must be component/story (or component/*), a space, and what a flaw is at, as the report prints it"
        return _known(unit, path, Broken(row.index, said))
    return Known(row.index, **row.texts, until=row.until)
