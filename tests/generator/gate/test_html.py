"""The report as a page: what stands on it, in which order, and that nothing of it runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from generator.findings import Finding
from generator.gate.page.changes import State, UnitChange
from generator.gate.page.draw import TEMPLATES
from generator.gate.page.remedy import Remedy, remedy
from generator.gate.page.visible import visible
from generator.gate.report import CheckResult, Comparison, Report, UnitResult
from generator.units import Unit
from tests.generator.gate.page_reading import TODAY, Page, drawn, one_line
from tests.generator.gate.test_outputs import BLOCKED, CLEAN, WAIVED, WIDER, unit

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)></style></pre></details>{{ 7*7 }}\x00\u202egnp\u202c&amp;"
)


def test_the_verdict_comes_first_and_says_what_it_was_compared_with() -> None:
    """One heading says it all; the title says it in a tab."""
    page = Page(drawn(BLOCKED))
    assert page.texts("h1") == ["Blocked by 3 findings"]
    assert page.text("title") == "Blocked by 3 findings · Lockstep gate"
    assert page.texts(".compared") == ["Compared with 0123456789ab, the merge base with main"]
    assert page.text(".gist") == (
        "2 versions checked, none changed or new. "
        "2 waivers in use, the first for 213 more days; 1 new, not yet reviewed."
    )
    assert Page(drawn(CLEAN)).texts("h1") == ["Clean"]


def test_a_finding_has_its_rule_place_sentence_values_witness_and_remedy() -> None:
    """Findings stand below their feature, in full."""
    page = Page(drawn(BLOCKED))
    assert page.texts("#findings-notes h3") == ["notes 3 findings"]
    wider = page.all("article.finding")[2].to_html()
    for said in (
        "types/request-widened",
        WIDER.place,
        WIDER.message,
        "thirty letters",
        "<del>20</del>",
        "<ins>40</ins>",
    ):
        assert said in wider
    assert page.texts("article.finding .command") == [
        "lockstep regenerate notes --discard-edits",
        "lockstep regenerate",
    ]
    assert f'at = "{WIDER.place}"' in page.text("article.finding .edit pre")


def test_a_witness_that_is_a_list_is_shown_as_one() -> None:
    """Requests stand on lines of their own; a value that is a list is no such lines."""
    shown = []
    for rule in ("types/response-widened", "behaviour/crash"):
        found = replace(WIDER, rule=rule, witness=["GET /", "GET /a"])
        report = Report(CLEAN.compared_with, (unit("notes/v2", types=CheckResult("types", (found,))),))
        shown += [each.to_text() for each in Page(drawn(report)).all("article.finding dd pre.copy")[:1]]
    assert [text.splitlines() for text in shown] == [['["GET /", "GET /a"]'], ["GET /", "GET /a"]]


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (Finding("lock/drift", "", "x", "a/v1"), Remedy("", "lockstep regenerate")),
        (
            Finding("lock/frozen", "", "x", "a/v1"),
            Remedy("Take the change back, and make it in a new version:", "lockstep new-version a"),
        ),
        (
            Finding("answer/schema", "", "x"),
            Remedy("Ask again:", "lockstep regenerate --fresh", "or make the prompt clearer."),
        ),
        (Finding("safety/import", "", "x", remedy="Drop it."), Remedy("Drop it.")),
        (Finding("no/such-rule", "", "x"), Remedy("")),
    ],
    ids=lambda value: value.rule if isinstance(value, Finding) else "",
)
def test_a_remedy_is_taken_apart_into_words_and_a_command(finding: Finding, expected: Remedy) -> None:
    """The command can be copied as it stands, with the feature's own name in it."""
    assert remedy(finding) == expected


@pytest.mark.parametrize(
    ("today", "said", "soon"),
    [
        (date(2026, 6, 1), "244 days left", False),
        (date(2027, 1, 16), "15 days left", False),
        (date(2027, 1, 17), "14 days left", True),
        (date(2027, 1, 30), "1 day left", True),
        (date(2027, 1, 31), "last day today", True),
        (date(2027, 2, 1), "its day was 1 day ago; it has landed and stays", False),
    ],
)
def test_a_waiver_says_how_long_it_holds(today: date, said: str, soon: bool) -> None:  # noqa: FBT001  # a column
    """Who, why and how many days; the last fourteen stand out."""
    report = Report(CLEAN.compared_with, (unit("notes/v2", types=CheckResult("types", (), (WAIVED,))),))
    page = Page(drawn(report, today=today))
    assert page.all(".waiver.new") == []
    assert page.texts(".waiver .until b") == [said]
    assert len(page.all(".waiver.soon")) == soon
    assert page.text(".waiver .why") == WAIVED.why
    assert page.text(".waiver .quiet") == "granted by desk to notes/v2"


def test_a_waiver_that_is_new_stands_out() -> None:
    """What this very change grants itself is said in words; a waiver of the merge base is not marked."""
    page = Page(drawn(BLOCKED))
    assert [one_line(each.to_text()) for each in page.all(".waiver.new .why")] == ["Old notes have none."]
    assert page.texts(".unreviewed") == ["New, not yet reviewed: this very change grants it"]


def hostile() -> bytes:
    """Return a page on which every text is a stranger's."""
    evil = Finding(
        "safety/import",
        HOSTILE,
        HOSTILE,
        "notes/v1",
        None,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        {HOSTILE: "\ud800"},
        has_witness=True,
        remedy=HOSTILE,
    )
    waived = replace(WAIVED, finding=evil, why=HOSTILE, by=HOSTILE)
    checked = unit("notes/v1", safety=CheckResult("safety", (evil,), (waived,)))
    return drawn(Report(Comparison("c", HOSTILE), (checked,)), UnitChange(Unit("notes", 1), State.new, wrong=HOSTILE))


@pytest.mark.parametrize(
    "draw", [lambda: drawn(BLOCKED), lambda: drawn(CLEAN), hostile], ids=["blocked", "clean", "hostile"]
)
def test_the_page_stands_alone_and_runs_nothing(draw: Callable[[], bytes]) -> None:
    """No script, no handler, no foreign address, no broken markup; one h1, and anchors that lead somewhere."""
    page = Page(draw())
    assert page.all("script, img, link, object, embed, base, form") == []
    assert [name for element in page.all("*") for name in element.attrs or {} if name.startswith("on")] == []
    ids = list(page.attributes("id"))
    assert len(ids) == len(set(ids))
    inside = {
        href for href in page.attributes("href") if not href.startswith(("https://www.w3.org/", "data:image/png;"))
    }
    assert {href.removeprefix("#") for href in inside} <= set(ids)
    assert {name for names in page.attributes("aria-labelledby") for name in names.split()} <= set(ids)
    assert list(page.attributes("src")) == []
    assert [len(page.all(name)) for name in ("h1", "main", "nav", "footer", "title")] == [1] * 5
    assert set(re.findall(r"url\([^)]*\)", page.text("style"))) <= {"url(#differs)", "url(#onward)"}


def test_hostile_texts_are_shown_as_they_are() -> None:
    """What hides is said by its number, what is markup stays text, and templates are rendered once."""
    page = Page(hostile())
    shown = HOSTILE.replace("\x00", "U+0000").replace("\u202e", "U+202E").replace("\u202c", "U+202C")
    assert page.text("article.finding h4") == shown
    assert page.text("article.finding dd p") == shown
    assert page.text(".waiver .why") == shown
    assert "U+D800" in page.text("article.finding dd pre") or "\ufffd" in page.text("article.finding dd pre")
    assert "{{ 7*7 }}" in page.source


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("\ta\nb", "\ta\nb"),
        ("\u200b", '<span class="hidden-char">U+200B</span>'),
        ("x\u2066y", 'x<span class="hidden-char">U+2066</span>y'),
        ("👩\u200d💻 ä שלום", "👩\u200d💻 ä שלום"),
    ],
)
def test_a_character_that_hides_is_made_visible(text: str, markup: str) -> None:
    """Tabs, line ends, joiners and every script stay; controls and invisible formatting are named."""
    assert visible(text) == markup


def test_the_same_report_is_the_same_bytes() -> None:
    """Drawing holds no clock, no set order, no address."""
    assert drawn(BLOCKED) == drawn(BLOCKED)
    assert hostile() == hostile()


def test_a_thousand_features_stay_one_line_each() -> None:
    """What passed and did not change is one closed list; of what has findings no more is said than can be read."""
    many = [unit(f"f{number}/v1") for number in range(1000)]
    loud = unit("zzz/v1", lock=CheckResult("lock", tuple(replace(WIDER, line=line) for line in range(300))))
    page = Page(drawn(Report(CLEAN.compared_with, (*many, loud)), *(UnitChange(Unit("f1", 1), State.same),)))
    assert page.texts(".feature h3") == ["zzz"]
    assert page.text(".more summary") == "1,000 features passed and did not change"
    assert len(page.all("article.finding")) == 100
    assert "200 more findings" in page.text("#findings-zzz > .nothing")
    assert len(page.source) < 400_000


def test_an_empty_project_says_so() -> None:
    """There is a way on from nothing."""
    page = Page(drawn(Report(CLEAN.compared_with, (UnitResult("", (CheckResult("lock"),)),))))
    assert "lockstep new" in page.text("#overview .nothing")


def test_the_policy_permits_what_the_page_uses_and_no_more() -> None:
    """Styles are inline, frames are the page's own, and nothing is fetched."""
    page = Page(drawn(BLOCKED, today=TODAY))
    (policy,) = (each.attrs["content"] for each in page.all("meta") if "http-equiv" in each.attrs)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "script-src" not in policy
    assert all("style=" not in file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.html"))
