"""What the page says changed: lines, fields, and whole versions against the right other side."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest

from generator.gate.page.changes import State, UnitChange, changes
from generator.gate.page.difference import Difference, Part, difference
from generator.gate.page.fields import FieldChange, Keyword, field_changes, flatten, schema_changes
from generator.gate.page.summary import describe
from generator.gate.page.trees import Trees
from generator.project import Project
from generator.units import Unit
from tests.generator.gate.desk import HANDLERS, PROMPT, SCHEMAS, V1, V2, ask, scope_of, write
from tests.generator.gate.page_reading import Page, drawn
from tests.generator.gate.test_outputs import CLEAN


def changed(project: Project, *units: Unit) -> list[UnitChange]:
    """Return what changed in ``units`` of ``project``."""
    scope = scope_of(project)
    trees = Trees(project.root, scope.base.tree)
    return changes(scope, trees, units, {unit: trees.differing(unit) for unit in units})


def in_short(found: Difference) -> list[str]:
    """Return the rows as ``was | now``, and the lines that are alike as their number."""
    rows = []
    for block in found.blocks:
        rows += [f"({block.skipped})"] if block.skipped else []
        for row in block.rows:
            sides = ("".join(part.text for part in side.parts) if side else "" for side in (row.was, row.now))
            rows.append(" | ".join(sides))
    return rows


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("", "", []),
        ("a", "a", ["a | a"]),
        ("a", "b", ["a | b"]),
        ("", "a\nb", [" | a", " | b"]),
        ("a\nb", "", ["a | ", "b | "]),
        ("a\nb\nc", "a\nc", ["a | a", "b | ", "c | c"]),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\n6\n7\n8\nx", ["(5)", "6 | 6", "7 | 7", "8 | 8", "9 | x"]),
    ],
)
def test_two_texts_are_rows(old: str, new: str, rows: list[str]) -> None:
    """Lines that are alike stand three deep around what differs; the rest of them are counted."""
    assert in_short(difference(old, new)) == rows


def test_the_words_that_differ_are_marked() -> None:
    """In lines that are much alike; in others marks would be noise."""
    (block,) = difference("keep the old note", "keep the new note").blocks
    assert block.rows[0].now is not None
    assert block.rows[0].now.parts == (Part("keep the "), Part("new", marked=True), Part(" note"))
    (block,) = difference("abc def", "x = 1").blocks
    assert block.rows[0].now is not None
    assert block.rows[0].now.parts == (Part("x = 1"),)


def test_a_long_difference_is_cut_and_a_huge_one_is_not_looked_for() -> None:
    """Both still say how much came and went, and neither takes long."""
    start = time.perf_counter()
    cut = difference("", "line\n" * 3000)
    assert (cut.added, cut.length, cut.left_out) == (3000, 400, 2600)
    huge = difference("a\n" * 9000, "b\n" * 9000)
    assert (huge.unread, huge.added, huge.removed) == (True, 9000, 9000)
    worst = difference("a\nb\n" * 2000, "b\na\na\n" * 1300)
    assert worst.added
    assert time.perf_counter() - start < 10


def test_fields_are_compared_by_name() -> None:
    """A field that is new or gone is said in words, another by the keywords that differ."""
    old = {"properties": {"a": {"type": "string", "maxLength": 20}, "b": {"type": "integer"}}, "required": ["b"]}
    new = {
        "properties": {"a": {"type": "string", "maxLength": 40}, "c": {"type": ["string", "null"]}},
        "required": ["c"],
    }
    assert list(field_changes(flatten(old), flatten(new))) == [
        FieldChange("changed", "a", keywords=(Keyword("maxLength", "20", "40"),)),
        FieldChange("added", "c", "string or null · required"),
        FieldChange("removed", "b", "integer · required"),
    ]


def test_fields_are_found_wherever_they_lie() -> None:
    """Items, definitions and fields in fields have names of their own; odd schemas do no harm."""
    schema: Any = {
        "type": "object",
        "properties": {
            "notes": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}}}}
        },
        "$defs": {"Who": {"type": "string"}},
        "required": ["lost"],
    }
    assert set(flatten(schema)) == {"(whole)", "notes", "notes[]", "notes[].id", "lost", "#Who"}
    for odd in (True, [], "x", None, {"properties": 1, "required": 2, "items": False, "$defs": []}):
        assert flatten(odd)  # type: ignore[arg-type]
    deep: Any = {}
    for _ in range(900):
        deep = {"properties": {"a": deep}}
    assert len(flatten(deep)) < 50
    assert schema_changes({"a": schema}, {"a": schema}) == ()


def wider() -> dict[str, dict[str, object]]:
    """Return schemas in which a note may be longer."""
    schemas: Any = copy.deepcopy(SCHEMAS)
    schemas["new_note.schema.json"]["properties"]["text"]["maxLength"] = 40
    return schemas  # type: ignore[no-any-return]


def test_a_new_version_is_compared_with_the_one_before_it(landed: Project) -> None:
    """Its why stands on top, then prompt, contract and code."""
    why = "Notes may be <longer>."
    prompt = PROMPT.replace("People keep notes.", why).replace("/v1/notes", "/v2/notes")
    ask(landed, V2, prompt=prompt, schemas=wider())
    write(landed.generated(V2) / "api.py", HANDLERS.replace("Keep a note", "Keep it"))
    first, second = changed(landed, V1, V2)
    assert first.state is State.same
    assert (second.state, second.against) == (State.new, "v1")
    assert describe(second).startswith("v2 is new after v1: 2 operations, 1 field, api.py +1")
    page = Page(drawn(CLEAN, first, second))
    assert page.text("#notes-v2 blockquote") == why
    assert page.text("#notes-v2 figcaption") == "why of api.prompt, by desk, for gpt-5"
    assert "/v1/notes→/v2/notes" in page.texts(".contract .fields")[0].replace(" ", "")
    assert page.texts("#notes-v2 .word b") == ["path", "path", "maxLength"]
    assert page.texts(".code .diff mark") == ["a note", "it"]


def test_what_has_landed_is_compared_with_the_merge_base(landed: Project) -> None:
    """A frozen version that was touched shows what was touched."""
    write(landed.schemas(V1) / "note.schema.json", "{")
    (found,) = changed(landed, V1)
    assert (found.state, found.against) == (State.changed, "the merge base")
    assert [part.name for part in found.schemas] == ["note.schema.json"]
    assert "schemas/notes/v1/note.schema.json" in found.wrong


def test_a_version_that_is_gone_and_one_that_is_the_first(landed: Project) -> None:
    """Both have one other side at most."""
    import shutil  # noqa: PLC0415  # for this test alone

    for folder in ("prompts", "schemas", "generated"):
        shutil.rmtree(landed.root / folder / "notes")
    ask(landed, Unit("songs", 1), prompt=PROMPT.replace("notes", "songs"))
    gone, first = changed(landed, V1, Unit("songs", 1))
    assert describe(gone).startswith("v1 is gone")
    assert describe(first) == "v1 is the first version: 2 operations, 7 fields"


def test_outside_git_a_version_is_compared_with_the_one_before(project: Project) -> None:
    """No merge base, no page without changes."""
    (first,) = changed(project, V1)
    assert (first.state, first.against) == (State.new, "")


def test_who_changes_a_hundred_versions_at_once_is_told_so_in_a_line_each(landed: Project) -> None:
    """Only the first sixty are compared."""
    units = [Unit(f"f{number}", 1) for number in range(62)]
    for unit in units:
        write(landed.prompts(unit) / "api.prompt", "?")
    found = changed(landed, *units)
    assert [each.state for each in found] == [State.new] * 62
    assert [bool(each.prompts) for each in found] == [True] * 60 + [False] * 2
    page = Page(drawn(CLEAN, *found))
    assert len(page.all("section.unit")) == 60
    assert page.text("#changes .more summary") == "2 further versions, one line each"
    assert page.texts("#changes .more li") == ["f60/v1 v1 is the first version", "f61/v1 v1 is the first version"]


CARD = """---
name: cards
model: gpt-5
input:
  schemas: [card.schema.json]
  design: design/v1
output:
  schema: answer.schema.json
lockstep:
  why: Cards are looked at.
  owner: desk
  budget_usd: 0
  locales: [en]
  components:
    - name: card
      summary: One card.
      props: card.schema.json
  writes: [ui/messages.json, ui/card/]
---
{{role "user"}}
Write it.
"""


def test_what_an_interface_promises_is_compared_by_name(project: Project) -> None:
    """Components by their data and markup parameters, locales by their names."""
    old, new = Unit("cards", 1), Unit("cards", 2)
    write(project.prompts(old) / "ui.prompt", CARD)
    more = CARD.replace("[en]", "[en, de]").replace("One card.", "One card.\n      slots: [times]")
    write(project.prompts(new) / "ui.prompt", more)
    for unit in (old, new):
        write(project.schemas(unit) / "card.schema.json", '{"type": "object"}')
    (found,) = changed(project, new)
    assert found.wrong == ""
    assert describe(found) == "v2 is new after v1: 1 component, 1 name"
    page = Page(drawn(CLEAN, found))
    assert page.texts(".contract summary") == ["Components 1 component", "Names 1 name"]
    assert page.texts(".contract .word") == ['slots [] → ["times"]', 'names ["en"] → ["de", "en"]']
