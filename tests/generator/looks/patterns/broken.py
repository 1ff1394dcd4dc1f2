# ruff: noqa: E501 - a breakage is a line
"""Good pages, what a story would declare of them, and edits that each break them in one way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.looks.stories import Pattern

GOOD = Path(__file__).with_name("good")


@dataclass(frozen=True)
class Row:
    """One breakage: in ``page``, ``old`` becomes ``new``, which breaks ``rule`` and is told with ``words``."""

    page: str
    old: str
    new: str
    rule: str
    words: str

    def __str__(self) -> str:
        """Name the row in a test's id."""
        return f"{self.page}: {self.words}"


DECLARED = {
    "dialog": Pattern("dialog", "#dialog", (("opener", "#opener"),)),
    "native-dialog": Pattern("alertdialog", "#dialog", (("opener", "#opener"),)),
    "disclosure": Pattern("disclosure", "#button"),
    "accordion": Pattern("accordion", "#accordion"),
    "tabs": Pattern("tabs", "#tabs"),
    "listbox": Pattern("listbox", "#list"),
    "multi-listbox": Pattern("listbox", "#list"),
    "combobox": Pattern("combobox", "#box"),
    "select-only": Pattern("combobox", "#box"),
    "grid": Pattern("grid", "#grid", (("moves", "day"), ("pages", "within"))),
    "date-picker": Pattern("date-picker", "#picker", (("opener", "#opener"),)),
    "menu-button": Pattern("menu-button", "#button"),
    "radio-group": Pattern("radio-group", "#group"),
    "switch": Pattern("switch", "#switch"),
    "slider": Pattern("slider", "#slider"),
    "alert": Pattern("alert", "#alert", (("opener", "#save"),)),
    "tooltip": Pattern("tooltip", "#trigger"),
}
"""Page → what is declared of it."""


def good(page: str) -> str:
    """Return a page that keeps to its pattern."""
    return (GOOD / f"{page}.html").read_text(encoding="utf-8")


def broken(row: Row) -> str:
    """Return a page with one breakage."""
    text = good(row.page)
    assert row.old in text, f"{row} breaks nothing"
    return text.replace(row.old, row.new)


ROLES, KEYS, FOCUS, STATE = "patterns/roles", "patterns/keys", "patterns/focus", "patterns/state"
ROWS = [
    Row("dialog", ' role="dialog"', "", ROLES, "has no role, not dialog"),
    Row("dialog", ' aria-labelledby="title"', "", ROLES, "needs one: aria-labelledby"),
    Row("dialog", ' aria-modal="true"', "", STATE, "is modal and should say so"),
    Row("dialog", "    first.focus();\n  });\n  first", "  });\n  first", FOCUS, "should put focus inside"),
    Row("dialog", "dialog.hidden = false", "dialog.hidden = true", KEYS, "Enter on the button \"Remove\" should open"),
    Row("dialog", 'if (event.key === "Escape") close();', "", KEYS, "Escape on"),
    Row("dialog", "opener.focus()", "opener.blur()", FOCUS, "should return focus to the button \"Remove\"; focus is"),
    Row("dialog", "opener.focus()", "last.blur(); outside.focus()", FOCUS, "focus is on the button \"Outside\""),
    Row("dialog", "=== last", "=== 0", KEYS, "Tab on the button \"Remove it\" should stay inside"),
    Row("dialog", "=== first", "=== 0", KEYS, "Shift+Tab on the button \"Keep\" should stay inside"),
    Row("dialog", 'id="dialog"', 'id="other"', KEYS, "should open #dialog"),
    Row("native-dialog", "showModal", "show", STATE, "is modal and should say so"),
    Row("native-dialog", ' aria-describedby="about"', "", ROLES, "needs aria-describedby"),
    Row("native-dialog", "<dialog", '<dialog closedby="none"', KEYS, "Escape on"),
    Row("disclosure", "panel.hidden = !panel.hidden;", "", KEYS, "Enter on the button \"More\" should show"),
    Row("disclosure", 'setAttribute("aria-expanded"', 'setAttribute("data-x"', KEYS, "should show what it controls, and"),
    Row("disclosure", ' aria-expanded="false"', "", STATE, "aria-expanded of the button \"More\" is missing"),
    Row("disclosure", "String(!panel.hidden)", "String(panel.hidden)", KEYS, "and does not"),
    Row("disclosure", "<p id=\"panel\" hidden>", "<p id=\"panel\">", STATE, "says that it hides #panel"),
    Row("disclosure", "<button id", "<div tabindex=0 id", ROLES, "has no role, not button"),
    Row("disclosure", ">More</button>", "></button>", ROLES, "the button without a name needs one"),
    Row("disclosure", "  button.addEventListener", "  button.onkeyup = (event) => event.preventDefault(); button.addEventListener",
        KEYS, "Space on the button \"More\" should hide"),
    Row("accordion", '"aria-expanded", String(each === button)', '"data-x", ""', KEYS, "Space on the button \"Two\""),
    Row("accordion", "h3>", "p>", ROLES, "should stand in a heading"),
    Row("accordion", ' aria-controls="two-panel"', "", ROLES, "names no panel"),
    Row("accordion", 'id="two" ', 'id="two" tabindex="-1" ', KEYS, "Tab should reach the button \"Two\""),
    Row("accordion", 'panel(each).hidden = each !== button', "0", STATE, "and that is not so"),
    Row("tabs", ' aria-label="Views"', "", ROLES, "the tablist without a name needs one"),
    Row("tabs", "ArrowRight: 1", "Left: 1", KEYS, "ArrowRight on the tab \"Day\" should move focus to the tab \"Week\""),
    Row("tabs", "(at + step + tabs.length) % tabs.length", "Math.max(0, Math.min(2, at + step))", KEYS,
        "ArrowRight on the tab \"Year\" should move focus to the tab \"Day\""),
    Row("tabs", "ArrowLeft: -1", "Left: -1", KEYS, "ArrowLeft on the tab"),
    Row("tabs", "Home: 0", "Home: 1", KEYS, "Home on the tab \"Year\" may do nothing, or move focus to the tab \"Day\""),
    Row("tabs", 'each.setAttribute("aria-selected", String(each === tab));', "", STATE, "should leave it alone"),
    Row("tabs", '.hidden = each !== tab', '.hidden = false', STATE, "its panel should be shown, and no other"),
    Row("tabs", ' aria-controls="year-panel"', "", ROLES, "aria-controls of the tab \"Year\""),
    Row("tabs", 'id="year" role="tab" aria-selected="false"', 'id="year" role="tab"', STATE, "aria-selected of the tab"),
    Row("tabs", 'aria-selected="true"', 'aria-selected="false"', STATE, "0 tabs of"),
    Row("tabs", 'aria-controls="week-panel" tabindex="-1"', 'aria-controls="week-panel"', FOCUS, "reaches the tab \"Week\""),
    Row("tabs", "<div id=\"tabs\"", "<div id=\"tabs\" aria-orientation=\"vertical\"", KEYS, "ArrowDown on the tab \"Day\""),
    Row("listbox", 'if (event.key === "ArrowDown") go(at + 1);', "", KEYS, "ArrowDown on the option \"Small\""),
    Row("listbox", "go(at - 1)", "go(at - 2)", KEYS, "ArrowUp on the option \"Large\""),
    Row("listbox", 'String(n === at)', '"false"', STATE, "should alone say aria-selected"),
    Row("listbox", 'if (!several) options', 'options[at]; [options[at]]', STATE, "the option \"Middle\" should alone say"),
    Row("listbox", ' role="option" aria-selected="true"', ' aria-selected="true"', KEYS, "focus is on the listitem"),
    Row("listbox", ' tabindex="0"', "", FOCUS, "Tab should stop once at the listbox \"Size\", and stops at 0 places"),
    Row("multi-listbox", 'event.key === " " && several', '0', KEYS, "Space on the option \"Middle\" should say aria-selected"),
    Row("multi-listbox", ' aria-selected="false">Large', ">Large", STATE, "the option \"Large\" can be selected beside others"),
    Row("listbox", ' aria-labelledby="label"', "", ROLES, "the listbox without a name"),
    Row("combobox", ' aria-expanded="false"', "", STATE, "aria-expanded of the combobox \"Town\" is missing"),
    Row("combobox", 'box.setAttribute("aria-expanded", String(!popup.hidden));', "", STATE, 'should say aria-expanded="true"'),
    Row("combobox", 'box.setAttribute("aria-expanded", "false");', "", STATE, 'should say aria-expanded="false"'),
    Row("combobox", ' aria-controls="popup"', "", ROLES, "should name its popup while that is open"),
    Row("combobox", 'if (event.key === "Escape") close();', "", KEYS, "Escape on"),
    Row("combobox", 'if (event.key === "Enter") take();', "", KEYS, "Enter on the option"),
    Row("combobox", "box.value = popup.children[at].textContent;", "at;", STATE, "should show \"Aalen\" after Enter"),
    Row("combobox", "mark((at + 1) % count)", "0", KEYS, "ArrowDown on the combobox \"Town\" should move into"),
    Row("combobox", "(at - 1 + count)", "(at + 1)", KEYS, "ArrowUp on the option"),
    Row("combobox", 'role="listbox"', 'role="menu"', ROLES, "has the role menu, and aria-haspopup says listbox"),
    Row("select-only", 'if (event.key === "ArrowDown") go(at + 1);', "", KEYS, "ArrowDown on the option \"Red\""),
    Row("select-only", '["ArrowDown", "Enter", " "]', '["Enter", " "]', KEYS, "ArrowDown on the combobox"),
    Row("select-only", ' tabindex="0"', ' tabindex="-1"', KEYS, "Tab should reach the combobox"),
    Row("select-only", "box.textContent = options[at].textContent;", "", STATE, "should show \"Green\" after Enter"),
    Row("grid", "ArrowDown: 3", "Down: 3", KEYS, "ArrowDown on the gridcell \"5\" should move focus to the gridcell \"8\""),
    Row("grid", "ArrowUp: -3", "ArrowUp: -2", KEYS, "ArrowUp on the gridcell"),
    Row("grid", "ArrowRight: 1", "ArrowRight: column === 2 ? 0 : 1", KEYS, "ArrowRight on the gridcell \"9\""),
    Row("grid", "Home: -column", "Home: 1 - day", KEYS, "Home on the gridcell \"8\" should move focus to the gridcell \"7\""),
    Row("grid", "End: 2 - column", "End: 12 - day", KEYS, "End on the gridcell \"7\""),
    Row("grid", 'if (event.key === "PageDown") leap(1);', "", KEYS, "PageDown on the gridcell"),
    Row("grid", "leap(-1)", "leap(0)", KEYS, "PageUp on the gridcell"),
    Row("grid", "=== day ? 0 : -1;\n        cell.set", "=== day ? 0 : 0;\n        cell.set", FOCUS, "stops at 12 places"),
    Row("grid", 'body.querySelector("td[tabindex=\'0\']").focus();\n  };\n  const leap', '};\n  const leap', KEYS, "ArrowRight on the gridcell"),
    Row("grid", ' role="grid"', "", ROLES, "has the role table, not grid"),
    Row("grid", ' aria-labelledby="title"', "", ROLES, "the grid without a name"),
    Row("date-picker", "PageDown: 1", "Page: 1", KEYS, "PageDown on the gridcell \"5\""),
    Row("date-picker", "Home: -column", "Home: 0", KEYS, "Home on the gridcell"),
    Row("date-picker", "event.key === \"Enter\" || event.key === \"Escape\"", "event.key === \"Escape\"", KEYS,
        "Enter on the gridcell \"5\" should take that day and close"),
    Row("date-picker", "event.key === \"Enter\" || event.key === \"Escape\"", "event.key === \"Enter\"", KEYS, "Escape on"),
    Row("date-picker", "body.querySelector(\"td[tabindex='0']\").focus();", "picker.tabIndex = -1; picker.focus();", FOCUS,
        "should put focus on a day"),
    Row("date-picker", "opener.focus()", "opener.blur()", FOCUS, "should return focus"),
    Row("menu-button", ' aria-haspopup="menu"', "", STATE, "aria-haspopup of the button \"Actions\" is missing"),
    Row("menu-button", "items.at(at).focus();", "", KEYS, "Enter on the button \"Actions\" should open its menu and focus"),
    Row("menu-button", "open(0));\n", "open(-1));\n", FOCUS, "should focus the menuitem \"Cut\""),
    Row("menu-button", 'if (event.key === "ArrowDown") items[(at + 1) % items.length].focus();', "", KEYS,
        "ArrowDown on the menuitem \"Cut\""),
    Row("menu-button", "(at - 1)", "(at)", KEYS, "ArrowUp on the menuitem"),
    Row("menu-button", "show(false);\n      button", "button", KEYS, "Escape on the menuitem \"Cut\" should close"),
    Row("menu-button", "button.focus();", "", FOCUS, "should return focus to the button \"Actions\""),
    Row("menu-button", 'if (event.key === "Tab") show(false);', "", KEYS, "Tab on the menuitem"),
    Row("menu-button", 'button.setAttribute("aria-expanded", String(open));', "", STATE, 'should say aria-expanded="true"'),
    Row("menu-button", ' aria-labelledby="button"', "", ROLES, "the menu without a name"),
    Row("radio-group", '["ArrowDown", "ArrowRight"]', '["ArrowRight"]', KEYS, "ArrowDown on the radio \"Thin\""),
    Row("radio-group", "(at + 1) % radios.length", "Math.min(2, at + 1)", KEYS, "ArrowDown on the radio \"Regular\""),
    Row("radio-group", "String(each === radio)", "String(each === radio || each.ariaChecked === 'true')", KEYS, "alone"),
    Row("radio-group", 'if (event.key === " ") check(event.target);', "", KEYS, "Space on the radio \"Thin\""),
    Row("radio-group", 'tabindex="-1">Deep', 'tabindex="0">Deep', FOCUS, "stops at 2 places"),
    Row("radio-group", 'aria-checked="false" tabindex="-1">Deep', 'tabindex="-1">Deep', STATE, "aria-checked of the radio"),
    Row("radio-group", ' aria-label="Crust"', "", ROLES, "the radiogroup without a name"),
    Row("switch", 'event.key !== " " &&', "", KEYS, "Space on the switch \"News\" should turn it on"),
    Row("switch", 'String(on)', '"true"', KEYS, "should turn it off"),
    Row("switch", ' aria-hidden="true"', "", STATE, "should stay the same when it is turned"),
    Row("switch", ' aria-checked="false"', "", STATE, "aria-checked of the switch"),
    Row("switch", 'tabindex="0"', 'tabindex="-1"', KEYS, "Tab should reach"),
    Row("slider", "ArrowUp: now + 1", "Up: 0", KEYS, "ArrowUp on the slider \"Warmth\" should lead to more"),
    Row("slider", "ArrowLeft: now - 1", "ArrowLeft: now + 1", KEYS, "Home on the slider \"Warmth\" should lead to its lowest value"),
    Row("slider", "Home: 10", "Begin: 10", KEYS, "Home on the slider"),
    Row("slider", "End: 20", "End: 19", KEYS, "End on the slider"),
    Row("slider", "Math.min(20, to[event.key])", "to[event.key]", STATE, "leads beyond 20"),
    Row("slider", 'aria-valuenow="15"', 'aria-valuenow="5"', STATE, "outside of 10 to 20"),
    Row("slider", 'aria-valuenow="15"', 'aria-valuenow="warm"', ROLES, "is no number: 'warm'"),
    Row("alert", ' role="alert"', "", ROLES, 'should have role="alert"'),
    Row("alert", '"Saved."', '""', KEYS, "should bring up a message"),
    Row("alert", '"Saved.";', '"Saved."; const a = document.getElementById("alert"); a.tabIndex = -1; a.focus();', FOCUS,
        "should not take focus"),
    Row("tooltip", "(tip.hidden = false)", "0", KEYS, "should show its tooltip"),
    Row("tooltip", ' role="tooltip"', "", KEYS, "should show its tooltip"),
    Row("tooltip", 'if (event.key === "Escape") tip.hidden = true;', "", KEYS, "Escape on the button \"Help\""),
]  # fmt: skip
