"""One comparison, said in three ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from generator.canonical import Json
from generator.told import Named, Row, Snippet, Told
from generator.told.documents import as_json, as_sarif
from generator.told.text import as_text

GOLDEN = Path(__file__).parent / "golden"
OLD = Named("git:main:order.json", "order.json")
NEW = Named("order.json", "order.json", b'{\n "maximum": 200,\n "a b": 1}')
TIGHTER = Row(
    rule="length-tightened",
    moved="narrower",
    blocks=False,
    words="texts are shorter",
    old_pointer="/a b",
    new_pointer="/a b",
    old=Snippet(3),
    new=Snippet(2),
    lost=Snippet("abc"),
)
LOOSER = Row(
    rule="bound-loosened",
    moved="wider",
    blocks=True,
    words="the highest value was 1e400 and is 200 \x1b[2J",
    old_pointer=None,
    new_pointer="/maximum",
    new=Snippet(200),
    gained=Snippet(cast("Json", {"total": Decimal("1.5e400"), "note": None})),
)
UNPROVED = Row(
    rule="pattern-changed",
    moved="unknown",
    blocks=True,
    words="the pattern differs",
    old_pointer="/x",
    new_pointer="/y",
    old=Snippet("a" * 300),
    new=Snippet(None),
    reason="the budget is spent",
)
ADDED = Row(
    rule="operation-added",
    moved="informs",
    blocks=False,
    words="GET /new is new",
    old_pointer=None,
    new_pointer="/paths/~1new/get",
    operations=("GET /new",),
    side="operation",
)
ANSWERED = Row(
    rule="type-added",
    moved="breaks",
    blocks=True,
    words="null is answered, too",
    old_pointer="shared.yaml#/name/type",
    new_pointer="shared.yaml#/name/type",
    old=Snippet("string"),
    new=Snippet(["string", "null"]),
    gained=Snippet({"name": None}),
    operations=("GET /a", "GET /b", "GET /c", "GET /d", "GET /e"),
    side="response",
)


def told(verdict: str, *rows: Row, blocked: bool = True, **more: Snippet | str) -> Told:
    """Return a comparison of two schemas."""
    return Told("schema", verdict, blocked, "both", OLD, NEW, rows, **more)  # type: ignore[arg-type]


WIDER = told("wider", TIGHTER, LOOSER, UNPROVED)
UNKNOWN = told("unknown", reason="a lookbehind in the pattern")
BARE = told("incomparable", gained=Snippet(None), lost=Snippet([1]))
EQUAL = told("equal", blocked=False)
API = Told(
    kind="api",
    verdict="breaks",
    blocked=True,
    direction="response",
    old=Named("v1/api.yaml", "v1/api.yaml"),
    new=Named("v2/api.yaml", "v2/api.yaml", b"paths: {}\n"),
    rows=(ADDED, ANSWERED),
)
MODULE = Told(
    kind="module",
    verdict="breaks",
    blocked=True,
    direction="both",
    old=Named("git:main:shop.py", "shop.py"),
    new=Named("shop.py", "shop.py"),
    rows=(
        Row("name-added", "wider", False, "the function `shop.tip` is new", None, None, name="shop.tip", line=9),  # noqa: FBT003
        Row(
            rule="return-type",
            moved="wider",
            blocks=True,
            words="what `shop.pay` returns may be more",
            old_pointer=None,
            new_pointer=None,
            old=Snippet("bool"),
            new=Snippet("bool | None"),
            name="shop.pay",
            part="return",
            line=2,
        ),
        Row(
            rule="name-removed",
            moved="narrower",
            blocks=True,
            words="the class `shop.Order` is gone",
            old_pointer=None,
            new_pointer=None,
            old=Snippet("class"),
            name="shop.Order",
            line=4,
            is_old=True,
        ),
    ),
)
TOLD = {"wider": WIDER, "unknown": UNKNOWN, "bare": BARE, "equal": EQUAL, "api": API, "module": MODULE}


def plain(one: Told) -> str:
    """Return what is written into a file."""
    return as_text(one, colour=False)


def painted(one: Told) -> str:
    """Return what a terminal is shown, its codes made readable."""
    return as_text(one, colour=True).replace("\x1b", "ESC")


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize(
    ("write", "suffix"), [(plain, "txt"), (painted, "ansi"), (as_json, "json"), (as_sarif, "sarif")]
)
def test_a_comparison_reads_as_the_golden_file(name: str, write: Callable[[Told], str], suffix: str) -> None:
    """Each form is the same every time. To renew one: delete it, run once, look at it."""
    golden = GOLDEN / f"{name}.{suffix}"
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(write(TOLD[name]), encoding="utf-8")
        pytest.fail(f"{golden.name} was not there and has been written: look at it, and run again")
    assert write(TOLD[name]) == golden.read_text(encoding="utf-8")


def test_a_schema_cannot_steer_the_terminal() -> None:
    """Control characters of a stranger's schema are shown, not obeyed."""
    assert "\x1b" not in plain(WIDER)
    assert r"and is 200 \u001b[2J" in plain(WIDER)


def test_numbers_are_exact_in_every_form() -> None:
    """A witness beyond every float is the same number wherever it is said."""
    for write in (plain, as_json, as_sarif):
        assert "1.5E+400" in write(WIDER)
    changes = json.loads(as_json(WIDER), parse_float=Decimal)["changes"]
    assert changes[1]["gained"] == {"total": Decimal("1.5e400"), "note": None}


def test_sarif_holds_what_its_readers_need() -> None:
    """Rules are named once and pointed to, places are relative and have lines, only what blocks is an error."""
    (run,) = json.loads(as_sarif(WIDER))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({result["ruleId"] for result in run["results"]})
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert len(result["partialFingerprints"]["lockstep/v1"]) == 64
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place.get("region") for place in places] == [{"startLine": 3}, {"startLine": 2}, None]
    assert [result["level"] for result in run["results"]] == ["note", "error", "error"]
    (bare,) = json.loads(as_sarif(BARE))["runs"]
    assert [result["level"] for result in bare["results"]] == ["error"]
    assert json.loads(as_sarif(EQUAL))["runs"][0]["results"] == []


def test_a_place_in_another_file_is_named_beside_the_document() -> None:
    """A change in a file that the document refers to is shown where it stands."""
    result = json.loads(as_sarif(API))["runs"][0]["results"][1]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "v2/shared.yaml"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/name/type"


def test_a_long_witness_is_cut_for_people_alone() -> None:
    """Text says how long it is; JSON has it whole."""
    long = told("wider", gained=Snippet("x" * 5000))
    assert "(5002 characters; --format json has them all)" in plain(long)
    assert json.loads(as_json(long))["gained"] == "x" * 5000
