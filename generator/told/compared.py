"""Two sides, compared by whoever knows their kind."""

from __future__ import annotations

from generator.changes import Change, Comparison, Witness, compare
from generator.changes.openapi import ApiChange, Severity, compare_documents
from generator.containment import STEPS, ContainmentInvalid, is_valid
from generator.errors import UsageInvalid
from generator.sides import ApiSide, ModuleSide, SchemaSide, Side
from generator.told import Direction, Named, Row, Snippet, Told
from generator.verdicts import Verdict

_WIDER = frozenset({Verdict.wider, Verdict.incomparable, Verdict.unknown})
BLOCKING = {"both": _WIDER, "request": _WIDER | {Verdict.narrower}, "response": _WIDER}
"""Which verdicts block, by direction: a caller's messages may not be narrowed either."""
_WORST = (Severity.breaks, Severity.unknown, Severity.weakens, Severity.informs)
_KINDS = {SchemaSide: "a schema", ApiSide: "a whole OpenAPI document", ModuleSide: "a Python module"}


def compared(old: Side, new: Side, direction: Direction, steps: int = STEPS) -> Told:
    """Compare two sides of one kind. Raises UsageInvalid where they are of two."""
    if isinstance(old, SchemaSide) and isinstance(new, SchemaSide):
        return _schemas(old, new, direction, steps)
    if isinstance(old, ApiSide) and isinstance(new, ApiSide):
        return _apis(old, new, direction, steps)
    if isinstance(old, ModuleSide) and isinstance(new, ModuleSide):
        from generator.told.modules import modules  # noqa: PLC0415  # only for Python

        return modules(old, new, direction)
    raise UsageInvalid(
        f"{old.spelled} is {_KINDS[type(old)]}, and {new.spelled} is {_KINDS[type(new)]}. "
        "Compare like with like; a # and a pointer name one schema of a document."
    )


def _schemas(old: SchemaSide, new: SchemaSide, direction: Direction, steps: int) -> Told:
    try:
        comparison: Comparison = compare(old.schema, new.schema, steps=steps)
    except ContainmentInvalid as error:
        raise UsageInvalid(f"{_unreadable(old, new)}: {error}") from error
    blocking = BLOCKING[direction]
    blocked = comparison.verdict in blocking
    return Told(
        kind="schema",
        verdict=comparison.verdict.value,
        blocked=blocked,
        direction=direction,
        old=Named(old.spelled, old.place, old.data),
        new=Named(new.spelled, new.place, new.data),
        rows=tuple(_row(change, blocks=blocked and change.verdict in blocking) for change in comparison.changes),
        gained=_snippet(comparison.gained),
        lost=_snippet(comparison.lost),
        reason=comparison.reason,
    )


def _unreadable(old: SchemaSide, new: SchemaSide) -> str:
    """Return the place of the side that the engine refuses."""
    for side in (old, new):
        try:
            is_valid(side.schema, None)
        except ValueError:
            return side.place
    return f"{old.place} or {new.place}"


def _row(change: Change, *, blocks: bool) -> Row:
    return Row(
        rule=change.kind.value,
        moved=change.verdict.value,
        blocks=blocks,
        words=change.words,
        old_pointer=change.old_pointer,
        new_pointer=change.new_pointer,
        old=None if change.old_pointer is None else Snippet(change.old),
        new=None if change.new_pointer is None else Snippet(change.new),
        gained=_snippet(change.gained),
        lost=_snippet(change.lost),
        reason=change.reason,
    )


def _snippet(witness: Witness | None) -> Snippet | None:
    return None if witness is None else Snippet(witness.value)


def _apis(old: ApiSide, new: ApiSide, direction: Direction, steps: int) -> Told:
    changes = compare_documents(
        dict(old.document),
        dict(new.document),
        old_uri=old.uri,
        new_uri=new.uri,
        others=old.others,
        new_others=new.others,
        direction=direction,
        steps=steps,
    )
    severities = {change.severity for change in changes}
    worst = next((severity.value for severity in _WORST if severity in severities), Verdict.equal.value)
    return Told(
        kind="api",
        verdict=worst,
        blocked=any(severity.blocks for severity in severities),
        direction=direction,
        old=Named(old.spelled, old.place, old.data),
        new=Named(new.spelled, new.place, new.data),
        rows=tuple(_api_row(change, old, new) for change in changes),
    )


def _api_row(found: ApiChange, old: ApiSide, new: ApiSide) -> Row:
    change = found.change
    return Row(
        rule=found.rule.value if change is None else change.kind.value,
        moved=found.severity.value,
        blocks=found.severity.blocks,
        words=found.words,
        old_pointer=_inside(found.old_pointer, old),
        new_pointer=_inside(found.new_pointer, new),
        old=None if change is None or found.old_pointer is None else Snippet(change.old),
        new=None if change is None or found.new_pointer is None else Snippet(change.new),
        gained=None if change is None else _snippet(change.gained),
        lost=None if change is None else _snippet(change.lost),
        reason="" if change is None else change.reason,
        operations=found.operations,
        side=found.side.value,
    )


def _inside(pointer: str | None, side: ApiSide) -> str | None:
    """Return a pointer whose file is named as seen from the document's folder."""
    return pointer.removeprefix(f"{side.uri.rpartition('/')[0]}/") if pointer else pointer
