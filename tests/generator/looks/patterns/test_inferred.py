"""What a page promises by its roles, and what of it no story declares."""

from __future__ import annotations

import pytest

from generator.looks import patterns
from generator.looks.browsers.started import Started
from generator.looks.stories import Pattern
from tests.generator.looks.pages import opening, whole
from tests.generator.looks.patterns.broken import DECLARED, good

UNCERTAIN = {"dialog", "native-dialog", "date-picker", "alert"}
"""Pages whose roles do not say what opens them, or that anything does."""


def test_what_roles_make_certain_is_found(chromium: Started) -> None:
    """Each good page promises its own pattern, where the page itself says all that is needed to try it."""
    found = {}
    for name in DECLARED:
        with opening(chromium, good(name))() as page:
            found[name] = [(each.name, each.at) for each in patterns.found(page)]
    wanted = {name: [(each.name, each.at)] for name, each in DECLARED.items()}
    assert found == {name: [] if name in UNCERTAIN else wanted[name] for name in DECLARED}


BODY = """
<button id="opener" aria-controls="dialog">Open</button>
<div id="dialog" role="dialog" aria-modal="true" aria-label="D" style="display: none"><button>B</button></div>
<div role="toolbar" aria-label="T"><div role="radiogroup" aria-label="R"><b role="radio" tabindex="0">1</b></div></div>
<button aria-expanded="false">Of nothing</button> <select aria-label="S" size="2"><option>1</option></select>
<ul role="tree" aria-label="T"><li role="treeitem" tabindex="0"><button aria-expanded="false" aria-controls="x">X
</button></ul> <p id="x">x</p>
<fieldset role="radiogroup" aria-label="F"><input type="radio" aria-label="1" name="n"></fieldset>
<div role="dialog" aria-label="Beside">Not modal</div>
"""


def test_openers_are_found_and_what_is_uncertain_is_left_alone(chromium: Started) -> None:
    """A dialog is tried from the button that names it; toolbars, trees, native controls and plain dialogs are not."""
    with opening(chromium, whole(BODY))() as page:
        assert patterns.found(page) == [Pattern("dialog", "#dialog", (("opener", "#opener"),))]


@pytest.mark.parametrize(
    ("name", "promised"),
    [("tabs", "tabs"), ("listbox", "listbox"), ("grid", "grid"), ("select-only", "combobox"), ("switch", "switch")],
)
def test_a_role_that_promises_keys_is_declared(chromium: Started, name: str, promised: str) -> None:
    """What no story declares is a flaw with the row to add; what is declared is none."""
    with opening(chromium, good(name))() as page:
        [flaw] = patterns.undeclared(page)
        assert (flaw.rule, f"the pattern {promised}," in flaw.message) == ("patterns/undeclared", True)
        assert f'{{"pattern": "{promised}", "at": SELECTOR}}' in flaw.remedy
        assert patterns.undeclared(page, [DECLARED[name]]) == []


def test_what_stands_in_a_declared_pattern_is_declared_with_it(chromium: Started) -> None:
    """The grid of a date picker, the list of a combobox and the menu of a button need no row of their own."""
    with opening(chromium, good("date-picker"))() as page:
        page.click("#opener")
        assert len(patterns.undeclared(page)) == 2
        assert patterns.undeclared(page, [DECLARED["date-picker"]]) == []
    with opening(chromium, good("menu-button"))() as page:
        page.click("#button")
        assert patterns.undeclared(page, [DECLARED["menu-button"]]) == []
    with opening(chromium, whole(BODY))() as page:  # native controls, and what is not modal, promise nothing of ours
        assert [each.selector for each in patterns.undeclared(page)] == [
            "#dialog",
            "html > body > div:nth-of-type(2) > div",
        ]
