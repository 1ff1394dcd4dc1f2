"""Stories on the page as browsers showed them: pictures to compare, the tree, the keyboard's way, what to type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.gate.explained import explained
from generator.gate.looked import Looked, Picture, PictureState
from generator.gate.page.changes import State, UnitChange
from generator.gate.page.leave import leave, page
from generator.gate.page.looks import MOST, unit_looks
from generator.gate.page.pictures import LARGEST, Album, measured
from generator.gate.page.stories import Story, StoryChange
from generator.gate.page.walked import way
from generator.gate.report import CheckResult, Report, UnitResult
from generator.looks.criteria import CRITERIA
from generator.units import Unit
from tests.generator.gate.desk import desk, scope_of
from tests.generator.gate.page_reading import Page, drawn
from tests.generator.gate.seen import MARKED, WHITE, looked, picture, png, stop, story
from tests.generator.gate.test_html import HOSTILE
from tests.generator.gate.test_outputs import CLEAN, unit

S = PictureState
FOUND = Finding(
    "gate/no-browser", "it is `small`", "generated/cards/v2", "cards/v2", places=("wide_card/plain (dark)",)
)


def page_of(seen: Looked, *changes: UnitChange) -> Page:
    """Return the page of a clean report in which this was seen."""
    return Page(drawn(replace(CLEAN, looked=seen), *changes))


def test_a_story_that_changed_is_shown_with_both_pictures_and_what_accepts_it() -> None:
    """Each PNG is on the page once, whatever is drawn with it; modes that are as accepted are words."""
    same = picture("dark", S.same, WHITE, WHITE)
    narrow = picture("320", said="1 pixel differs, at (5, 5)")
    page = page_of(looked(story("plain", picture(), same, narrow, summary="A card.")))
    assert page.text(".story > summary") == "wide_card plain changed: light, 320 px"
    assert page.text(".story .accept code") == "lockstep accept cards/v2 wide-card/plain"
    assert page.texts(".modes label") == ["light: changed", "320 px: changed"]
    assert page.texts(".views label") == ["Side by side", "Swipe", "Overlay", "Blink", "Difference"]
    assert len(page.all("image")) == 2
    assert page.source.count("data:image/png;base64,") == 2
    assert page.texts(".shot > .quiet") == ["1 pixel differs, at (5, 5)"]
    assert page.texts("figcaption") == ["accepted", "now", "what differs"] * 2
    assert page.texts(".story > .quiet") == ["A card.", "As accepted: dark."]


@pytest.mark.parametrize(
    ("state", "old", "new", "said", "accept"),
    [
        (S.missing, None, MARKED, "not accepted yet", True),
        (S.unused, WHITE, None, "gone", True),
        (S.accepted, WHITE, MARKED, "accepted by this change", False),
    ],
)
def test_a_story_says_how_it_stands(
    state: PictureState,
    old: bytes | None,
    new: bytes | None,
    said: str,
    accept: bool,  # noqa: FBT001  # a column
) -> None:
    """New, gone, or accepted already: one picture needs no comparing, and what is accepted no command."""
    page = page_of(looked(story("plain", picture("light", state, old, new), against="v1")))
    assert page.text(".story > summary .delta") == said
    assert len(page.all(".accept")) == accept
    assert len(page.all(".views")) == (old is not None and new is not None)
    captions = {S.missing: ["now"], S.unused: ["accepted"], S.accepted: ["v1", "now", "what differs"]}
    assert page.texts("figcaption") == captions[state]


def test_a_story_with_nothing_to_tell_is_not_shown() -> None:
    """A picture that this machine cannot compare is counted on the first screen, and is no reason to look."""
    unrecorded = story("plain", picture("light", S.unrecorded, None))
    page = page_of(looked(story("quiet", picture("light", S.same)), unrecorded, count=105))
    assert page.all("#stories") == []
    assert page.texts(".gist")[1] == (
        "105 stories looked at: 1 without an accepted picture of this browser. "
        "Browsers: chromium 156, firefox-esr absent."
    )


def test_the_first_screen_counts_stories_and_is_loud_about_a_browser_that_is_absent() -> None:
    """Whoever reads no further knows what was not looked at, and what to do."""
    stories = (
        story("one"),
        story("two", picture("light", S.missing, None)),
        story("three", picture("light", S.unused, WHITE, None)),
        story("four", picture("light", S.same), findings=(FOUND,)),
        story("five", picture("light", S.same), tree_old="- button\n"),
    )
    page = page_of(looked(*stories, count=20))
    assert page.texts(".gist")[1].startswith(
        "20 stories looked at: 2 changed, 1 new, 1 gone, 1 as accepted, with findings."
    )
    assert page.text(".absent") == (
        "firefox-esr is absent: stories were not looked at with it. Run: apt-get install firefox-esr"
    )
    assert page.text("#stories .unit > header .quiet") == "2 changed, 1 new, 1 gone, 1 as accepted, with findings"
    assert page.text(".contents a[href='#stories']") == "Stories 5"
    assert page.text(".at-once code") == "lockstep accept cards/v2"


def test_what_stands_on_the_merge_base_cannot_be_accepted() -> None:
    """The page says so, and what to do instead."""
    page = page_of(looked(story("plain", frozen=True), story("other", frozen=True)))
    assert page.all(".accept, .at-once") == []
    assert page.texts(".story .wrong code") == ["lockstep new-version cards"] * 2


def test_the_tree_is_compared_line_by_line() -> None:
    """What assistive technology is told differently stands beside what it was told."""
    page = page_of(
        looked(story("plain", picture("light", S.same), tree_old="- button\n- a\n", tree_new="- link\n- a\n"))
    )
    assert page.texts(".tree del[data-n]") == ["- button"]
    assert page.texts(".tree ins[data-n]") == ["- link"]
    accepted = story("plain", picture("light", S.same), tree_old=None, tree_new="- a\n", tree_accepted=True)
    again = page_of(looked(accepted))
    assert again.text(".story > summary .delta") == "tree is new"
    assert again.all(".accept") == []


def test_findings_stand_beside_the_story_with_their_rule_remedy_and_explanation() -> None:
    """A reader learns why it is wrong where it is seen; the link leads to the criterion."""
    linked = replace(
        FOUND, link="https://www.w3.org/WAI/WCAG22/Understanding/reflow", remedy="Run: lockstep regenerate"
    )
    page = page_of(looked(story("plain", findings=(linked,))))
    assert page.texts(".flaws li > p")[0] == "gate/no-browser it is small"
    assert page.text(".flaws .mend") == "lockstep regenerate"
    (link,) = page.all(".flaws a")
    assert (link.attrs["href"], link.attrs["rel"]) == (linked.link, "noopener noreferrer")
    assert page.text(".story > summary .delta") == "changed; 1 finding"
    accepting = replace(FOUND, remedy="Look at it, then run: lockstep accept cards/v2 wide_card/plain")
    once = page_of(looked(story("plain", findings=(accepting,))))
    assert [text for text in once.texts("#stories code") if text.startswith("lockstep")] == [
        "lockstep accept cards/v2 wide-card/plain"
    ]


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://dequeuniversity.com/rules/axe/4.12/label", "dequeuniversity.com"),
        ("http://example.org/", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://x/\x00", None),
        ("https://x y/", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_only_https_is_linked(link: str, name: str | None) -> None:
    """A finding's link may have come from a page."""
    page = explained(replace(FOUND, link=link))
    assert (page.name if page else None) == name


def test_a_rule_is_explained_by_its_criterion() -> None:
    """The rule's own, and the same one where a finding names it by its address."""
    for rule, criterion in CRITERIA.items():
        assert explained(replace(FOUND, rule=rule)) == criterion
        assert explained(replace(FOUND, link=criterion.url)) in set(CRITERIA.values())


def test_a_story_has_frames_only_where_it_has_no_pictures() -> None:
    """What browsers have shown is not drawn a second time from its document."""
    changed = tuple(StoryChange("wide_card", name, Story("", "<p>a"), Story("", "<p>b")) for name in ("plain", "other"))
    change = UnitChange(Unit("cards", 2), State.new, "v1", stories=changed)
    page = page_of(looked(story("plain")), change)
    assert len(page.all("iframe")) == 2
    assert page.text(".looks > .nothing") == "1 story is shown by pictures: Stories"
    assert len(page_of(Looked(), change).all("iframe")) == 4


def test_many_stories_do_not_make_the_page_heavy() -> None:
    """So many with pictures, the changed ones first; the others by name, and a count of the rest."""
    new = [story(f"new-{n}", picture("light", S.missing, None, png((n % 40, n // 40)))) for n in range(300)]
    page = page_of(looked(*new, story("changed")))
    shown = page.texts(".story > summary")
    assert len(shown) == MOST
    assert shown[0] == "wide_card changed changed"
    assert page.text("#stories .more summary") == f"{301 - MOST} more stories, without pictures here"
    assert len(page.all("#stories .lines li")) == 200
    assert "and 77 further stories." in page.texts("#stories .more .nothing")


def test_pictures_have_so_much_room() -> None:
    """A story whose pictures do not fit is named; one that shows what is there already takes no room."""
    seen = looked(story("a"), story("b"), story("c", picture("light", S.changed, WHITE, png((1, 1)))))
    (unit,) = unit_looks(seen, room=len(WHITE) + len(MARKED))
    assert [each.story.story for each in unit.stories] == ["a", "b"]
    assert [name for name, _ in unit.named] == ["wide_card/c"]
    assert unit.count == 3


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (WHITE, (40, 30)),
        (b"", None),
        (b"<svg onload=alert(1)>" * 9, None),
        (WHITE[:20], None),
        (WHITE[:16] + b"\x00\x00\x00\x00" + WHITE[20:], None),
        (WHITE[:16] + b"\x7f\xff\xff\xff" + WHITE[20:], None),
        (WHITE + b"\x00" * LARGEST, None),
    ],
    ids=["png", "empty", "svg", "short", "flat", "huge", "heavy"],
)
def test_only_pngs_of_a_sane_size_are_shown(data: bytes, size: tuple[int, int] | None) -> None:
    """A file in snapshots/ is a stranger's."""
    assert measured(data) == size
    page = page_of(looked(story("plain", picture("light", S.missing, None, data))))
    assert len(page.all("image")) == (size is not None)
    assert len(page.all(".shot .nothing")) == (size is None)


def test_both_pictures_lie_on_one_canvas() -> None:
    """A story that grew is not scaled down to what it was."""
    shot = Album(10_000).shot(picture(old=png(width=40, height=30), new=png(width=30, height=60)), "")
    assert (shot.width, shot.height) == (40, 60)


def test_the_keyboards_way_is_numbered_over_the_picture_and_listed() -> None:
    """Stops off the picture are listed alone; one that is visited twice has both numbers."""
    stops = (
        stop("a", 110, 20),
        stop("b", 115, 30),
        stop("a", 110, 20),
        stop("away", 5_000, 0),
        stop("?", float("nan"), 0),
    )
    walked = story("plain", path=stops, origin=(100.0, 10.0), scale=0.5)
    found = way(walked, Album(10_000).side(WHITE))
    assert found is not None
    assert [(mark.numbers, mark.x, mark.y) for mark in found.marks] == [("1 3", 5.0, 5.0), ("2", 7.5, 10.0)]
    assert found.line.count("L") == 2
    page = page_of(looked(walked))
    assert page.texts(".stops b") == ["a", "b", "a", "away", "?"]
    assert page.texts(".number text") == ["1 3", "2"]
    assert len(page.all("image")) == 2


def test_a_way_without_a_picture_is_listed_and_a_long_one_is_cut() -> None:
    """Whoever looks with Firefox alone has no pictures."""
    page = page_of(looked(story("plain", Picture("light", WHITE, None, S.unused), path=(stop("a", 1, 1),) * 400)))
    assert len(page.all(".stops li")) == 150
    assert page.all(".way svg") == []
    assert page.text(".way .nothing") == "250 more stops."


def test_strangers_texts_stay_texts() -> None:
    """Names, modes, trees, stops and findings: nothing of them becomes markup, and ids stay our own."""
    evil = replace(FOUND, rule=HOSTILE, message=HOSTILE, link=f"https://x/{HOSTILE}", places=(HOSTILE,), remedy=HOSTILE)
    seen = story(
        HOSTILE,
        picture(HOSTILE, said=HOSTILE),
        picture("dark", S.unused, b"?", None),
        component=HOSTILE,
        summary=HOSTILE,
        tree_old=HOSTILE,
        tree_new=f"{HOSTILE}x",
        path=(replace(stop("a", 1, 1), name=HOSTILE, role=HOSTILE, selector=HOSTILE),),
        findings=(evil,),
    )
    page = page_of(looked(seen))
    assert page.all("script, img, object, embed, base, form") == []
    assert [name for element in page.all("*") for name in element.attrs or {} if name.startswith("on")] == []
    ids = list(page.attributes("id"))
    assert len(ids) == len(set(ids))
    assert {href for href in page.attributes("href") if not href.startswith(("#", "data:image/png;"))} == set()
    assert {name for element in page.all("input") for name in [element.attrs["type"]]} == {"radio"}
    assert page.texts(".stops b") == [
        HOSTILE.replace("\x00", "U+0000").replace("\u202e", "U+202E").replace("\u202c", "U+202C")
    ]


def test_a_page_whose_pictures_differ_is_drawn_again(tmp_path: Path) -> None:
    """What is left behind is kept only as long as it shows the same pixels."""
    scope = scope_of(desk(tmp_path))
    whole = Report(CLEAN.compared_with, (UnitResult("", (CheckResult("lock"),)),), looked(story("plain")))
    first = page(scope, whole)
    leave(scope.project, first)
    assert page(scope, whole) == first
    other = replace(whole, looked=looked(story("plain", picture(new=png((6, 6))))))
    assert page(scope, other) != first


def test_a_finding_leads_to_the_stories_it_was_seen_in() -> None:
    """Its places are links where the story is on the page."""
    places = ("plain (chromium light; firefox light)", "elsewhere (chromium dark)")
    found = Finding("aria/changed", "it", "generated/cards/v2/ui/wide_card/stories.json", "cards/v2", places=places)
    checked = unit("cards/v2", aria=CheckResult("aria", (found,)))
    shown = Page(drawn(Report(CLEAN.compared_with, (checked,), looked(story("plain")))))
    assert shown.texts(".places li") == list(places)
    assert [(link.attrs["href"], link.to_text()) for link in shown.all(".places a")] == [("#look-1-1", places[0])]
    assert shown.all("#look-1-1.story") != []
    assert shown.texts(".feature p") == ["stories of v2: 1 changed"]
    assert shown.texts(".families .bad") == ["\u2717stories 1 found"]
