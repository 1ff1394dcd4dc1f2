"""What a page's tree says, and that it always says it in the same words."""

from __future__ import annotations

import yaml

from generator.looks.browsers.found import Engine
from generator.looks.browsers.started import Started
from generator.looks.trees.drawn import drawn, snapshot_of, tree_of
from generator.looks.trees.lines import read, written
from tests.generator.looks.pages import each, opening, whole

SAID = {
    "a name": ("<button>Save</button>", '- button "Save" [focusable]'),
    "a description": (
        '<button aria-describedby="d">Save</button><p id="d">For good.</p>',
        "- /description: For good.",
    ),
    "modality": ('<div role="dialog" aria-modal="true" aria-label="Ask"></div>', '- dialog "Ask" [modal]'),
    "what is controlled": (
        '<button aria-controls="m" aria-expanded="true">More</button><ul id="m" aria-label="Ways"><li>One</li></ul>',
        '- /controls: list "Ways"',
    ),
    "what is controlled and has no name": (
        '<button aria-controls="m">More</button><ul id="m"><li>One</li></ul>',
        '- /controls: list of "One"',
    ),
    "what is controlled and hidden": (
        '<button aria-controls="m">More</button><ul id="m" hidden><li>One</li></ul>',
        "- /controls: something hidden",
    ),
    "what is controlled and is not there": ('<button aria-controls="m">More</button>', "- /controls: nothing"),
    "that it is required": ('<input aria-label="Name" required>', "[required]"),
    "an error message": (
        '<input aria-label="Name" aria-invalid="true" aria-errormessage="e"><p id="e">Too long</p>',
        '- /errormessage: paragraph of "Too long"',
    ),
    "details": ('<button aria-details="e">A</button><p id="e">Why</p>', '- /details: paragraph of "Why"'),
    "a live region": ('<div aria-live="polite"></div>', "- generic [live=polite] [relevant=additions text]"),
    "an atomic live region": ('<div aria-live="polite" aria-atomic="true">A</div>', "[atomic]"),
    "what is relevant": ('<div role="log" aria-relevant="all">A</div>', "[relevant=all]"),
    "that it is busy": ('<div role="status" aria-busy="true">A</div>', "[busy]"),
    "keys": ('<button aria-keyshortcuts="Alt+S">S</button>', "- /keyshortcuts: Alt+S"),
    "a role's own words": (
        '<section aria-label="A" aria-roledescription="slide"></section>',
        "- /roledescription: slide",
    ),
    "that it can be expanded": ('<button aria-expanded="false">M</button>', "[expanded=false]"),
    "that it can be chosen": (
        '<div role="grid"><div role="row"><b role="gridcell" aria-selected="false">A</b></div></div>',
        '- gridcell "A" [selected=false]',
    ),
    "where one is": ('<a href="#a" aria-current="page">A</a>', "- /current: page"),
    "an order": ('<table><tr><th aria-sort="ascending">A</th></tr></table>', "- /sort: ascending"),
    "a place in a set": (
        '<ul role="listbox"><li role="option" aria-posinset="3" aria-setsize="9">A</li></ul>',
        "- /setsize: 9",
    ),
    "what a field completes": ('<input aria-label="Mail" autocomplete="email">', "- /autocomplete: email"),
    "a field's keyboard": ('<input aria-label="Code" inputmode="numeric">', "- /inputmode: numeric"),
    "a type that no role tells": ('<input aria-label="Mail" type="email">', "- /type: email"),
    "a change of language": ('<p>Say <span lang="de">Ja</span></p>', '- text [lang=de]: "Ja"'),
    "a language that goes on": ('<p lang="de"><b>Ja</b></p>', "- paragraph [lang=de]"),
    "what leaves the order of Tab": ('<button tabindex="-1">A</button>', '- /tabindex: "-1"'),
    "what CSS writes": ("<p class=\"b\">A</p><style>.b::before { content: 'New' }</style>", '- text: "New"'),
    "what has the focus": ("<button autofocus>A</button>", "[focused]"),
    "a value": ('<input aria-label="Name" value="Ada: 1">', '- /value: "Ada: 1"'),
    "a range": ('<div role="slider" aria-label="S" aria-valuemax="7" aria-valuenow="2"></div>', "- /valuemax: 7"),
}


def test_the_tree_says(chromium: Started) -> None:
    """What a page means to those who do not see it stands in the text, which is YAML and reads back as it is."""
    silent = []
    for case, page in each(chromium, {case: whole(html) for case, (html, _) in SAID.items()}):
        text = drawn(page, Engine.chromium)
        if SAID[case][1] not in text:
            silent.append((case, text))
        assert set(yaml.safe_load(text)) == {"snapshot", "tree"}
        assert "".join(f"{row}\n" for row in written(read(tree_of(text)), indent=1)) == tree_of(text)
    assert silent == []


UNSAID = {
    "what is hidden": "<p hidden>Secret</p><p aria-hidden='true'>Secret</p>",
    "what means nothing": "<div><div><p>A</p></div></div>",
    "a false state": '<div role="grid"><div role="row"><b role="gridcell">A</b></div></div>',
    "what a browser draws in its controls": '<input type="date" aria-label="Day">',
    "ids": '<p id="secret">A</p>',
    "current, when it is not": '<a href="#a" aria-current="false">A</a>',
}


def test_the_tree_does_not_say(chromium: Started) -> None:
    """What varies, or says nothing, is left out."""
    words = ("secret", "Secret", "generic", "selected", "Month", "/current")
    for case, page in each(chromium, {case: whole(html) for case, html in UNSAID.items()}):
        tree = tree_of(drawn(page, Engine.chromium))
        assert (case, [word for word in words if word in tree]) == (case, [])


def test_the_same_page_has_the_same_text_every_time(chromium: Started) -> None:
    """A hundred drawings of one page are equal byte for byte, on pages that showed others before as well."""
    html = whole(
        "".join(case[0].replace('id="', f'id="{n}').replace('s="', f's="{n}') for n, case in enumerate(SAID.values()))
    )
    texts = set()
    with opening(chromium, html)() as page:
        for turn in range(100):
            if turn % 10 == 9:
                page.set_content(whole(f"<h1>{turn}</h1>"))
                page.goto("http://localhost/")
            texts.add(drawn(page, Engine.chromium))
    assert len(texts) == 1


def test_both_engines_draw_the_same_snapshot(chromium: Started, firefox: Started) -> None:
    """Playwright computes names and roles by itself, so an engine has no say in them."""
    html = whole("".join(case[0] for case in SAID.values()))
    with opening(chromium, html)() as page:
        accepted = drawn(page, Engine.chromium)
    with opening(firefox, html)() as page:
        shown = drawn(page, Engine.firefox)
    assert shown == snapshot_of(accepted)
    assert tree_of(shown) == ""


def test_hostile_text_stays_in_its_line(chromium: Started) -> None:
    """Whatever a page says, its text is one value of YAML, and nothing in it is invisible."""
    bad = 'x": [y]\n- role: "z" \\ # \u202e\u0007 \u2028 {{a}} \'q\''
    with opening(chromium, whole("<button></button><p></p>"))() as page:
        page.evaluate(
            "bad => { document.querySelector('button').ariaLabel = document.querySelector('p').textContent = bad }",
            bad,
        )
        text = drawn(page, Engine.chromium)
    found = yaml.safe_load(text)["tree"][0]
    ((_, (button, paragraph)),) = found.items()
    assert isinstance(button, str)
    assert "z" in button
    assert paragraph["paragraph"][0]["text"].startswith('x": [y] - role')
    assert "\u202e" not in tree_of(text)
    assert "".join(f"{row}\n" for row in written(read(tree_of(text)), indent=1)) == tree_of(text)
