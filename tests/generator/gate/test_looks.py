"""What browsers showed of stories, judged: one flaw in many places is one finding, and nothing is passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.gate.browsing import Browsed
from generator.gate.looks import Sight, grouped, not_looked, sights
from generator.gate.snapshots import Row
from generator.gate.viewers import Viewers
from generator.looks.browsers.found import Browser, Engine
from generator.looks.flaws import Flaw
from generator.looks.modes import Mode
from generator.looks.probed import Row as Drawn
from generator.looks.seen import Seen, Sighting, from_json
from generator.looks.stop import Stop
from generator.looks.subjects import Subject
from generator.project import Project
from generator.units import Unit
from tests.generator.gate.desk import scope_of

UNIT = Unit("notes", 2)
SMALL = Flaw("layout/target", "the target is 20 by 20 pixels", ".card-close", "<button>")
TREE = 'snapshot:\n  - button "Save"\n'


def subject(story: str = "plain") -> Subject:
    """Return a story of the component `card`."""
    return Subject("notes/v2", "card", story, 0, Drawn("card", story, "A card.", "<p>"), {"name": story})


def browsed(*seen: tuple[str, Engine, Seen | str]) -> Browsed:
    """Return what came of looking at stories."""
    names = dict.fromkeys(story for story, _, _ in seen)
    found = Browsed(UNIT, tuple(subject(name) for name in names))
    found.seen = {(f"notes/v2/card/{story}", engine): each for story, engine, each in seen}
    return found


def seen(*flaws: tuple[Mode, Flaw], tree: str = TREE) -> Seen:
    """Return what one story showed."""
    return Seen(tuple(Sighting(mode, flaw) for mode, flaw in flaws), tree)


def accepted(project: Project, story: str, tree: str = TREE) -> None:
    """Accept a tree."""
    file = project.root / f"snapshots/notes/v2/ui/card/{story}.aria.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(tree)


def test_one_flaw_in_many_places_is_one_finding(project: Project) -> None:
    """The places name each story, browser and mode."""
    for story in ("plain", "full"):
        accepted(project, story)
    looked = browsed(
        ("plain", Engine.chromium, seen((Mode.light, SMALL), (Mode.narrow, SMALL))),
        ("full", Engine.chromium, seen((Mode.light, SMALL))),
    )
    (finding,) = grouped(looked, sights(scope_of(project), looked, []))
    assert (finding.rule, finding.unit, finding.pointer) == ("layout/target", "notes/v2", "/0")
    assert finding.places == ("plain (chromium light, 320)", "full (chromium light)")
    assert "card: the target is 20 by 20 pixels (.card-close)" in finding.message


def test_two_flaws_are_two_findings(project: Project) -> None:
    """Another element, another component: another thing to mend."""
    accepted(project, "plain")
    other = replace(SMALL, selector=".card-open")
    looked = browsed(("plain", Engine.chromium, seen((Mode.light, SMALL), (Mode.light, other))))
    assert len(list(grouped(looked, sights(scope_of(project), looked, [])))) == 2


def test_a_tree_that_differs_says_how_in_both_engines(project: Project) -> None:
    """The accepted tree is Chromium's; the part that any engine draws is compared in the other."""
    accepted(project, "plain")
    lost = seen(tree='snapshot:\n  - button "Safe"\n')
    looked = browsed(("plain", Engine.chromium, lost), ("plain", Engine.firefox, lost))
    found = sights(scope_of(project), looked, [])
    assert [(each.flaw.rule, each.where) for each in found] == [
        ("aria/changed", "chromium"),
        ("aria/changed", "firefox"),
    ]
    assert "Safe" in found[0].flaw.message


def test_another_browsers_words_are_not_compared(project: Project) -> None:
    """`aria/unrecorded` is a note: what every engine says alike is compared, what one of them says is not."""
    accepted(project, "plain", f"# chromium 155\n{TREE}tree:\n  - old words\n")
    same = seen(tree=f"# chromium 156\n{TREE}tree:\n  - new words\n")
    looked = browsed(("plain", Engine.chromium, same))
    assert [each.flaw.rule for each in sights(scope_of(project), looked, [])] == ["aria/unrecorded"]
    other = seen(tree='# chromium 156\nsnapshot:\n  - button "Safe"\ntree:\n  - new words\n')
    looked = browsed(("plain", Engine.chromium, other))
    assert [each.flaw.rule for each in sights(scope_of(project), looked, [])] == ["aria/unrecorded", "aria/changed"]


def test_a_tree_that_nobody_accepted_is_said_once_an_engine(project: Project) -> None:
    """Somebody has to look first."""
    looked = browsed(("plain", Engine.chromium, seen()))
    assert [each.flaw.rule for each in sights(scope_of(project), looked, [])] == ["aria/missing"]


@pytest.mark.parametrize(
    ("path", "state", "rule"),
    [
        ("snapshots/notes/v2/ui/card/chromium-1/plain.dark.png", "changed", "visual/changed"),
        ("snapshots/notes/v2/ui/card/chromium-1/plain.dark.png", "missing", "visual/missing"),
        ("snapshots/notes/v2/ui/card/chromium-1/gone.dark.png", "unused", "visual/unused"),
        ("snapshots/notes/v2/ui/card/gone.aria.yaml", "unused", "aria/unused"),
    ],
)
def test_accepted_files_are_told_by_their_kind(project: Project, path: str, state: str, rule: str) -> None:
    """Pictures and trees have rules of their own; the remedy names the story."""
    row = Row("notes/v2", path, state, "12 of 100 pixels differ." if state == "changed" else "")
    (finding,) = grouped(browsed(), sights(scope_of(project), browsed(), [row]))
    assert finding.rule == rule
    assert f"lockstep accept notes/v2 card/{'gone' if 'gone' in path else 'plain'}" in finding.remedy
    assert ("12 of 100" in finding.message) == (state == "changed")


def test_files_of_no_story_and_of_other_units_are_left_to_others(project: Project) -> None:
    """A prompt's picture is no story's, and another unit's story is not this one's."""
    rows = [
        Row("notes/v2", "snapshots/notes/v2/openapi.json", "changed", ""),
        Row("notes/v1", "snapshots/notes/v1/ui/card/plain.aria.yaml", "unused", ""),
        Row("notes/v2", "snapshots/notes/v2/ui/card/plain.aria.yaml", "matched", ""),
    ]
    assert sights(scope_of(project), browsed(), rows) == []


def test_what_could_not_be_looked_at_is_never_silent(project: Project) -> None:
    """A story whose browser died, a unit that could not be drawn, a browser without pictures."""
    scope = scope_of(project)
    died = browsed(("plain", Engine.firefox, "the browser's process ended"))
    (finding,) = not_looked(died, Viewers(), scope)
    assert (finding.rule, "plain in firefox" in finding.message) == ("gate/not-run", True)
    (finding,) = not_looked(Browsed(UNIT, wrong="the bundle does not load"), Viewers(), scope)
    assert "the bundle does not load" in finding.message


def test_a_story_that_cannot_be_drawn_is_a_finding(project: Project) -> None:
    """Nothing was looked at, and that is said."""
    broken = replace(subject(), row=Drawn("card", "plain", "A card.", wrong="KeyError: 'x'"))
    found = sights(scope_of(project), Browsed(UNIT, (broken,)), [])
    assert found == [Sight("card", "plain", "", Flaw("stories/undrawn", "cannot be drawn: KeyError: 'x'"))]


def test_what_was_seen_goes_from_process_to_process_unchanged() -> None:
    """To JSON and back."""
    before = Seen(
        (Sighting(Mode.dark, replace(SMALL, old="a", new="b")),),
        TREE,
        {Mode.light: b"\x89PNG\x00\xff"},
        (Stop(".a", "button", "Save", 1, 2, 3, 4),),
        {"axe": 1.5},
    )
    assert from_json(before.to_json()) == before


def test_viewers_are_told_apart_by_path_version_and_fonts() -> None:
    """What is remembered of one browser says nothing of another."""
    browser = Browser(Engine.chromium, "/usr/bin/chromium", "156.0")
    names = [
        Viewers((each,)).name for each in (browser, replace(browser, version="157.0"), replace(browser, path="/x"))
    ]
    assert len({tuple(name) for name in names}) == 3


@pytest.mark.parametrize(
    ("stories", "frozen", "command"),
    [
        (1, False, "Look at it, then run: lockstep accept notes/v2 card/s0"),
        (2, False, "Look at them, then run: lockstep accept notes/v2 card/s0 card/s1"),
        (9, False, "Look at them, then run: lockstep accept notes/v2"),
        (1, True, "Take the change back, and make it in a new version: lockstep new-version notes"),
    ],
)
def test_a_remedy_names_all_stories_that_are_to_be_accepted(stories: int, frozen: bool, command: str) -> None:  # noqa: FBT001  # a column
    """One command mends the finding; what has landed is not accepted at all."""
    changed = Flaw("visual/changed", "12 of 100 pixels differ.")
    seen_in = [Sight("card", f"s{number}", mode, changed) for number in range(stories) for mode in ("light", "dark")]
    (finding,) = grouped(browsed(), seen_in, frozen=frozen)
    assert finding.remedy == command
    assert len(finding.places) == stories
