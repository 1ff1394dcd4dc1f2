import json
from dataclasses import replace
from functools import cache

import pytest

from generator.canonical import Json
from generator.findings import Finding
from generator.ui import rendered
from tests.generator.ui.drawing import python_of
from tests.generator.ui.toys import BOARD, INTERFACE, PROPS, STORIES, TEMPLATE, board, found

ROOT = '<section class="notice-board">{}</section>'


WRONG = [
    ('<p class="notice-board">1</p><p class="notice-board">2</p>', "the component is 2 elements"),
    ('<section class="card">1</section>', "does not have the component's class board-1"),
    (ROOT.format("<p><div>1</div></p>"), "a browser has to mend it: unexpected end tag"),
    (ROOT.format("<table><div>1</div></table>"), "another tree than is written"),
    (ROOT.format("<table><tr><td>1</td></tr></table>"), "another tree than is written"),
    (ROOT.format('<a href="/">1<a href="/">2</a></a>'), "another tree than is written"),
    (ROOT.format('<p id="a">1</p><p id="a">2</p>'), "the id 'a' stands 2 times"),
    (ROOT.format('<p id="{{ props.title }}{{ props.notes|length }} 1">1</p>'), "is empty or has spaces"),
    (ROOT.format('<p aria-describedby="a b">1</p>'), "aria-describedby of <p> names 'a', which is no id here"),
    (ROOT.format('<label for="x">1</label>'), "for of <label> names 'x'"),
    (ROOT.format('<label>1 <input type="text"></label>'), "a form's <input> has no name"),
    (ROOT.format('<input name="a">'), "a form's <input> has no label"),
    (ROOT.format('<select name="a"></select>'), "a form's <select> has no label"),
    (ROOT.format('<textarea name="a" aria-label=" "></textarea>'), "a form's <textarea> has no label"),
    (ROOT.format('<img src="/assets/x.png">'), "an image has no alt"),
    (ROOT.format("<button type='button'>{{ icon('plus') }}</button>"), "a <button> says nothing"),
    (ROOT.format('<a href="/"></a>'), "a <a> says nothing"),
    (ROOT.format("{{ props.maybe.text }}"), "cannot be drawn: UndefinedError"),
    (ROOT.format("{% if props.title == 'Board' %}<b>1</b>{% endif %}"), "the structure changes with markup"),
    (ROOT.format("{% if 'script' in props.title %}<b>1</b>{% endif %}"), "the structure changes with markup"),
]


def wrong(template: str, stories: list[Json] | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with the toy when it has this template."""
    files = board(template=template, stories=json.dumps(stories or STORIES))
    return rendered.check(files, python_of(INTERFACE), INTERFACE, lambda path: f"generated/notes/v1/{path}", "notes/v1")


@cache
def drawn_together() -> dict[str, list[Finding]]:
    """Return what is wrong with each template of the table, as a component of its own: one child draws them all."""
    parts = [replace(BOARD, name=f"board_{number}", slots=()) for number in range(len(WRONG))]
    stories = [{**each, "slots": {}} for each in STORIES]
    files = {"ui/messages.json": board()["ui/messages.json"]}
    for part, (template, _) in zip(parts, WRONG, strict=True):
        files[f"ui/{part.name}/template.html"] = template.replace("notice-board", part.css_class)
        files[f"ui/{part.name}/stories.json"] = json.dumps(stories)
    interface = replace(INTERFACE, components=tuple(parts))
    findings = rendered.check(files, python_of(interface), interface, str, "notes/v1")
    return {
        template: [each for each in findings if each.path == f"ui/{part.name}/template.html"]
        for part, (template, _) in zip(parts, WRONG, strict=True)
    }


def test_the_good_interface_is_drawn_without_findings() -> None:
    """Each story is whole, labelled, and the same under strangers' texts."""
    assert found(board()) == ()
    assert wrong(TEMPLATE) == ()


@pytest.mark.parametrize(("template", "said"), WRONG)
def test_what_only_shows_once_it_is_drawn(template: str, said: str) -> None:
    """Each template is refused for the reason beside it, and the finding names the story."""
    findings = drawn_together()[template]
    assert any(said in each.message for each in findings), [each.message for each in findings]
    assert {each.rule for each in findings} == {"ui/markup"}
    assert all(each.message.startswith("story ") for each in findings)


def test_a_slot_may_hold_what_is_referred_to() -> None:
    """On a page the slot's own markup has the id, in a story it is plain text."""
    assert wrong(ROOT.format('<div aria-labelledby="title">{{ extra }}</div>')) == ()


def test_a_template_that_fails_names_its_line() -> None:
    """The line is the template's own."""
    [each, *_] = wrong('<section class="notice-board">\n<p>1</p>\n{{ props.maybe.text }}</section>')
    assert each.line == 3


def test_what_is_for_looking_is_not_drawn() -> None:
    """A bundle's own code reads stories without steps, patterns and masks, which it would refuse."""
    assert wrong(TEMPLATE, [{**each, "steps": [{"expect": ".notice-board"}]} for each in STORIES]) == ()


def test_data_that_the_models_refuse_is_the_stories_fault() -> None:
    """What passed the schema and not the model is found in stories.json."""
    stories: list[Json] = [{**STORIES[0], "props": {**PROPS, "day": "2026-02-31"}}, STORIES[1]]
    [each] = wrong(TEMPLATE, stories)
    assert (each.rule, each.pointer) == ("ui/stories", "/0/props/day")


def test_addresses_and_zones_need_not_bear_strangers_texts() -> None:
    """A text that a filter of ours refuses is left as it is, and the others still vary."""
    template = ROOT.format('<a href="{{ props.link|local_url }}">{{ props.title }}</a>')
    assert wrong(template) == ()
    leaky = ROOT.format(
        "<a href=\"{{ props.link|local_url }}\">{{ props.title }}</a>{% if props.title == 'Board' %}<hr>{% endif %}"
    )
    assert {each.rule for each in wrong(leaky)} == {"ui/markup"}


def test_texts_that_are_equal_stay_equal() -> None:
    """The chosen one of a list stays chosen, also where the list must be addresses and the choice could be any text."""
    stories: list[Json] = [{**each, "props": {**PROPS, "title": PROPS["link"]}} for each in STORIES]
    marked = '<a href="{{ props.link|local_url }}">·</a>{% if props.title == props.link %}<hr>{% endif %}'
    assert wrong(ROOT.format(marked), stories) == ()


def test_a_template_that_goes_on_for_long_is_ended() -> None:
    """Loops inside loops end at a limit, not with our patience."""
    inside = "{% for a in props.notes %}" * 8 + "{{ a.text }}" + "{% endfor %}" * 8
    many: list[Json] = [{"id": str(n), "text": "x"} for n in range(60)]
    stories: list[Json] = [{**STORIES[0], "props": {**PROPS, "notes": many}}, STORIES[1]]
    [each, *_] = wrong(ROOT.format(inside), stories)
    assert each.rule in {"ui/markup", "code/too-complex"}
