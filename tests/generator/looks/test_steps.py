from __future__ import annotations

import pytest

from generator.looks import steps
from generator.looks.browsers.started import Started
from generator.looks.stories import Deed, Step, look
from tests.generator.looks.pages import opening, whole

BODY = """
<button id="open">Open</button> <button id="cover">Covered</button> <i class="two">1</i> <i class="two">2</i>
<div id="over"></div> <input id="name" aria-label="Name"> <p id="said" hidden></p> <a id="away" href="/else">Away</a>
<span id="hovered">Hover</span> <p id="hint" hidden>Hint</p>
"""
STYLE = "#cover { position: absolute; top: 90px } #over { position: absolute; top: 80px; width: 200px; height: 60px }"
SCRIPT = """
const say = (text) => { said.textContent = text; said.hidden = false; };
document.getElementById("open").onclick = () => setTimeout(() => say("opened"), 50);
document.getElementById("open").onkeydown = (event) => { if (event.key === "ArrowDown") say("down"); };
document.getElementById("name").oninput = (event) => { if (event.target.value === "Ada") say("typed"); };
document.getElementById("hovered").onmouseover = () => { hint.hidden = false; };
"""
PAGE = whole(BODY, SCRIPT, STYLE)


@pytest.mark.parametrize(
    "taken",
    [
        [Step(Deed.click, "#open"), Step(Deed.expect, "#said")],
        [Step(Deed.press, "#open", "ArrowDown"), Step(Deed.expect, "#said")],
        [Step(Deed.focus, "#open"), Step(Deed.press, "", "ArrowDown"), Step(Deed.expect, "#said")],
        [Step(Deed.type, "#name", "Ada"), Step(Deed.expect, "#said")],
        [Step(Deed.hover, "#hovered"), Step(Deed.expect, "#hint")],
    ],
    ids=lambda taken: str(taken[0]),
)
def test_steps_are_taken(either: Started, taken: list[Step]) -> None:
    """Each kind of step does what a visitor would do, and what comes of it a little later is waited for."""
    with opening(either, PAGE)() as page:
        assert steps.take(page, taken) is None


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ([Step(Deed.expect, "#open"), Step(Deed.click, "#none")], "step 2, click #none: it cannot be done"),
        ([Step(Deed.click, ".two")], "step 1, click .two: its selector finds more than one element"),
        ([Step(Deed.click, "#cover")], "step 1, click #cover: another element covers it"),
        ([Step(Deed.press, "#open", "ArrowUp"), Step(Deed.expect, "#said")], "step 2, expect #said: that is not visi"),
        ([Step(Deed.click, "#away"), Step(Deed.expect, "#open")], "leaves the page"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_step_that_fails_is_named(chromium: Started, taken: list[Step], said: str) -> None:
    """The flaw says which step it was, at which element, and why."""
    with opening(chromium, PAGE)() as page:
        flaw = steps.take(page, taken)
    assert flaw is not None
    assert flaw.rule == "stories/step"
    assert said in flaw.message


def test_a_story_is_read_as_values() -> None:
    """What was checked becomes frozen values; the selector of a step is always its ``at``."""
    story = look(
        {
            "name": "open",
            "steps": [{"press": "Enter", "on": "#a"}, {"type": "x", "into": "#b"}, {"press": "Tab"}, {"expect": "#c"}],
            "patterns": [{"pattern": "dialog", "at": "#d", "opener": "#a"}],
            "masks": [{"at": "#e", "why": "It is the time."}],
        }
    )
    assert [str(each) for each in story.steps] == ["press Enter on #a", "type 'x' into #b", "press Tab", "expect #c"]
    assert (story.patterns[0].name, story.patterns[0].option("opener"), story.patterns[0].option("x")) == (
        "dialog",
        "#a",
        "",
    )
    assert story.masks[0].why == "It is the time."
    assert look({"name": "plain"}).steps == ()
