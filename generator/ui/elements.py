"""The elements and attributes that markup may hold: allowlists, for templates and for what they become."""

from __future__ import annotations

import re

from generator.ui.flaws import Flaw, shown
from generator.ui.urls import URL_ATTRIBUTES

ELEMENTS = frozenset(
    """
    a abbr address article aside b bdi blockquote br button caption cite code col colgroup data datalist dd del details
    dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins
    kbd label legend li main mark menu meter nav ol optgroup option output p pre progress q rp rt ruby s samp search
    section select small span strong sub summary sup table tbody td textarea tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
)

_EVERYWHERE = frozenset(
    {
        "autofocus", "class", "dir", "enterkeyhint", "hidden", "id", "inert", "inputmode", "lang", "popover", "role",
        "spellcheck", "tabindex", "title", "translate",
    }
)  # fmt: skip
_OF_ELEMENT = {
    "a": "href hreflang rel download data-visit",
    "blockquote": "cite",
    "button": "type name value disabled form formaction formmethod formnovalidate popovertarget popovertargetaction "
    "command commandfor",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "datetime",
    "details": "open name",
    "dialog": "open closedby",
    "fieldset": "disabled form name",
    "form": "action method autocomplete novalidate data-visit name",
    "img": "src alt width height loading decoding",
    "input": "type name value placeholder required min max step minlength maxlength pattern list readonly disabled "
    "checked autocomplete size multiple form autocapitalize formaction formmethod formnovalidate",
    "ins": "datetime",
    "label": "for",
    "li": "value",
    "meter": "value min max low high optimum",
    "ol": "start reversed type",
    "optgroup": "label disabled",
    "option": "value selected disabled label",
    "output": "for name form",
    "progress": "value max",
    "select": "name required multiple size disabled autocomplete form",
    "td": "colspan rowspan headers",
    "textarea": "name rows cols required minlength maxlength placeholder readonly disabled autocomplete form wrap "
    "autocapitalize",
    "th": "colspan rowspan headers scope abbr",
    "time": "datetime",
}
_ATTRIBUTES = {name: frozenset(words.split()) - {"cite"} for name, words in _OF_ELEMENT.items()}
_ARIA = frozenset(
    """
    activedescendant atomic autocomplete braillelabel brailleroledescription busy checked colcount colindex colindextext
    colspan controls current describedby description details disabled errormessage expanded flowto haspopup hidden
    invalid keyshortcuts label labelledby level live modal multiline multiselectable orientation owns placeholder
    posinset pressed readonly relevant required roledescription rowcount rowindex rowindextext rowspan selected setsize
    sort valuemax valuemin valuenow valuetext
    """.split()  # noqa: SIM905 - as above
)
"""The names of ARIA's attributes, without ``aria-``."""
_ROLES = frozenset(
    """
    alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
    complementary contentinfo definition deletion dialog document emphasis feed figure form generic grid gridcell group
    heading img insertion link list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox
    menuitemradio meter navigation none note option paragraph presentation progressbar radio radiogroup region row
    rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong subscript superscript switch
    tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem
    """.split()  # noqa: SIM905 - as above
)
ONE_OF: dict[tuple[str, str], frozenset[str]] = {
    ("", "role"): _ROLES,
    ("", "dir"): frozenset({"ltr", "rtl", "auto"}),
    ("", "tabindex"): frozenset({"0", "-1"}),
    ("", "popover"): frozenset({"", "auto", "manual", "hint"}),
    ("button", "type"): frozenset({"button", "submit", "reset"}),
    ("button", "command"): frozenset(
        {"show-modal", "close", "request-close", "show-popover", "hide-popover", "toggle-popover"}
    ),
    ("button", "popovertargetaction"): frozenset({"show", "hide", "toggle"}),
    ("form", "method"): frozenset({"get", "post", "dialog"}),
    ("", "formmethod"): frozenset({"get", "post", "dialog"}),
    ("input", "type"): frozenset(
        """
        checkbox color date datetime-local email hidden month number password radio range search tel text time url week
        """.split()  # noqa: SIM905 - as above
    ),
    ("a", "rel"): frozenset({"next", "prev", "nofollow", "help", "bookmark", "author", "license", "search"}),
}
"""(element or any, attribute) → the values that it may have. An expression there must be known to give one of them.

``dir`` is the exception: it takes any expression, for ``view.direction``."""

TEXTS = frozenset(
    {
        "abbr", "alt", "aria-braillelabel", "aria-brailleroledescription", "aria-description", "aria-label",
        "aria-placeholder", "aria-roledescription", "aria-valuetext", "label", "placeholder", "title",
    }
)  # fmt: skip
"""Attributes that people read or hear."""

_HANDLER = re.compile(r"on[a-z]", re.IGNORECASE)
_DATA = re.compile(r"data-[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_DRAWN_BY_ICON = frozenset({"svg", "use"})


def element_flaw(name: str, line: int | None) -> Flaw | None:
    """Return why an element is not allowed, or None."""
    if name in ELEMENTS:
        return None
    remedy = "Write icon('name')." if name in _DRAWN_BY_ICON else "Use plain HTML elements: sections, lists, forms."
    return Flaw("safety/element", f"<{name[:40]}> is not an element that markup may hold", line, remedy=remedy)


def attribute_flaw(element: str, name: str, line: int | None) -> Flaw | None:
    """Return why an attribute is not allowed on an element, or None."""
    if _HANDLER.match(name):
        remedy = "Attach it in behavior.js with addEventListener."
        return Flaw("safety/handler", f"{name[:40]} is a handler", line, remedy=remedy)
    if name == "style":
        remedy = "Give the element a class or a data- attribute, and style that."
        return Flaw("safety/inline-style", "a style attribute stands in the markup", line, remedy=remedy)
    own = _ATTRIBUTES.get(element, frozenset())
    if (
        name in own
        or name in _EVERYWHERE
        or (name.startswith("aria-") and name[5:] in _ARIA)
        or (_DATA.match(name) and name != "data-visit")
    ):
        return None
    known = ", ".join(sorted(own)) or "none of its own"
    remedy = f"<{element}> has {known}; all elements have class, id, lang, role, title, aria-*, data-*."
    return Flaw(
        "safety/element", f"the attribute {shown(name)} is not allowed on <{element[:40]}>", line, remedy=remedy
    )


def listed_values(element: str, name: str) -> frozenset[str] | None:
    """Return the values that an attribute may have, or None when it may have any."""
    return ONE_OF.get((element, name), ONE_OF.get(("", name)))


def is_url(name: str) -> bool:
    """Say whether an attribute holds an address."""
    return name in URL_ATTRIBUTES
