import json

import pytest

from generator.canonical import Json
from generator.ui import icons, tokens
from tests.generator.ui.toys import MESSAGES, PROPS, STORIES, TEMPLATE, board, found

EN, DE = MESSAGES["en"], MESSAGES["de"]


def said(**changed: object) -> list[tuple[str, str]]:
    """Return (rule, pointer) of each finding when these files are changed."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in changed.items()}
    return [(each.rule, each.pointer or "") for each in found(board(**texts))]


@pytest.mark.parametrize(
    ("messages", "pointer"),
    [
        ([], ""),
        ({"en": EN, "de": []}, ""),
        ({"en": EN}, ""),
        ({"en": EN, "de": DE, "fr": EN}, "/fr"),
        ({"en": EN, "de": {**DE, "more": "x"}}, "/en/more"),
        ({"en": {**EN, "more": "x"}, "de": {**DE, "more": "x"}}, "/en/more"),
        ({"en": EN, "de": {**DE, "add": ""}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": 1}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "<b>x</b>"}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "a &amp; b"}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "{Name}"}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "{"}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "x\u202e"}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "x" * 3_000}}, "/de/add"),
        ({"en": EN, "de": {**DE, "add": "{name}"}}, "/de/add"),
        ({"en": EN, "de": {**DE, "count": {"other": "{count}"}}}, "/de/count"),
        ({"en": EN, "de": {**DE, "count": {"one": "1", "few": "2", "other": "{count}"}}}, "/de/count"),
        ({"en": EN, "de": {**DE, "Bad Key": "x"}}, "/de/Bad Key"),
    ],
)
def test_every_language_says_the_same(messages: object, pointer: str) -> None:
    """Each row is a finding at its place."""
    assert ("ui/messages", pointer) in said(messages=messages)


@pytest.mark.parametrize(
    "call", ["t('other')", "t('add', name=1)", "t('count')", "t('count', count=1, more=2)", "t('kind_' ~ view.locale)"]
)
def test_templates_ask_for_messages_that_are_there(call: str) -> None:
    """An unknown key, a missing value and one too many are findings in the template."""
    wrong = TEMPLATE.replace('t("add")', call)
    assert ("ui/messages", "ui/notice_board/template.html") in {
        (each.rule, each.path.removeprefix("generated/notes/v1/")) for each in found(board(template=wrong))
    }


def test_messages_of_pages_are_asked_for_by_handlers() -> None:
    """A key that begins with page_ is no leftover."""
    more = {"page_title": "Notes"}
    assert said(messages={"en": {**EN, **more}, "de": {**DE, **more}}) == []


USUAL, EMPTY = STORIES


def story(**changed: Json) -> list[Json]:
    """Return the stories, the first of them changed."""
    return [{**USUAL, **changed}, EMPTY]


@pytest.mark.parametrize(
    ("stories", "pointer"),
    [
        ({}, ""),
        ([], ""),
        ([USUAL], ""),
        ([USUAL, {**USUAL, "name": "other"}], ""),
        ([USUAL, 1], "/1"),
        ([USUAL, USUAL, EMPTY], "/1/name"),
        (story(name="Not kebab"), "/0/name"),
        (story(name=1), "/0/name"),
        (story(summary=" "), "/0/summary"),
        (story(more=1), "/0"),
        (story(view={"locale": "fr"}), "/0/view/locale"),
        (story(view={"locale": "en", "zone": "Mars/Base"}), "/0/view/zone"),
        (story(view={"locale": "en", "zone": "../../etc/passwd"}), "/0/view/zone"),
        (story(view={"locale": "en", "hour12": 1}), "/0/view/hour12"),
        (story(view={"locale": "en", "other": 1}), "/0/view"),
        (story(view=[]), "/0/view"),
        (story(props=1), "/0/props"),
        (story(props={**PROPS, "count": "2"}), "/0/props/count"),
        (story(props={**PROPS, "kind": "other"}), "/0/props/kind"),
        (story(props={**PROPS, "notes": [{"id": "a"}]}), "/0/props/notes/0"),
        (story(props={**PROPS, "more": 1}), "/0/props"),
        (story(slots={}), "/0/slots"),
        (story(slots={"extra": 1}), "/0/slots"),
        (story(slots={"extra": "x", "more": "x"}), "/0/slots"),
        ([USUAL, EMPTY, *({**USUAL, "name": f"n-{n}"} for n in range(60))], ""),
    ],
)
def test_stories_show_data_that_the_contract_allows(stories: Json, pointer: str) -> None:
    """Each row is a finding at its place."""
    assert ("ui/stories", pointer) in said(stories=stories)


@pytest.mark.parametrize(
    "text",
    ["", "[", "[1,]", '{"a": 1, "a": 2}', "[NaN]", "[1e999]", "[99999999999999999999]", '["\\ud800"]', "\ufeff[]"],
)
@pytest.mark.parametrize("name", ["messages", "stories"])
def test_what_is_no_json_with_one_meaning_is_refused(name: str, text: str) -> None:
    """Duplicate keys, broken characters and numbers that nobody can store are syntax errors."""
    assert {rule for rule, _ in said(**{name: text})} <= {"code/syntax", "safety/hidden-text"}
    assert said(**{name: text})


PAIR: Json = {
    "type": "object",
    "properties": {"light": {"type": "string"}, "dark": {"type": "string"}},
    "required": ["light", "dark"],
    "additionalProperties": False,
}
TOKEN_SCHEMA: dict[str, Json] = {
    "type": "object",
    "required": ["color", "space"],
    "additionalProperties": False,
    "properties": {
        "color": {"type": "object", "required": ["text"], "properties": {"text": PAIR}, "additionalProperties": False},
        "space": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def tokens_with(value: Json, light: Json = "#111") -> str:
    """Return a tokens.json."""
    return json.dumps({"color": {"text": {"light": light, "dark": "oklch(90% 0.1 240)"}}, "space": {"1": value}})


@pytest.mark.parametrize(
    ("value", "light", "pointer"),
    [
        ("4px", "#111", None),
        ("clamp(1rem, 2vw + 1rem, 3rem)", "rgb(1 2 3)", None),
        ('"Own", system-ui', "white", None),
        ("0 1px 2px rgb(0 0 0 / 20%), 0 0 1px var(--color-text)", "white", None),
        ("", "#111", "/space/1"),
        ("url(//evil.test)", "#111", "/space/1"),
        ("4px; } * { color: red", "#111", "/space/1"),
        ("4px } x {", "#111", "/space/1"),
        ("4px !important", "#111", "/space/1"),
        ("/* x */", "#111", "/space/1"),
        ("\\34px", "#111", "/space/1"),
        ("expression(1)", "#111", "/space/1"),
        ("var(--other)", "#111", "/space/1"),
        ("@import x", "#111", "/space/1"),
        (1, "#111", "/space/1"),
        ("4px", "no colour", "/color/text/light"),
        ("4px", "var(--space-1)", "/color/text/light"),
        ("4px", "9" * 6_000, "/color/text/light"),
        ("4px", 1, "/color/text/light"),
    ],
)
def test_tokens_are_harmless_values(value: Json, light: Json, pointer: str | None) -> None:
    """Each row is a finding at its place, or none."""
    flaws = tokens.check(tokens_with(value, light), TOKEN_SCHEMA, frozenset({"color-text", "space-1"}))
    assert [(flaw.rule, flaw.pointer) for flaw in flaws[:1]] == ([] if pointer is None else [("ui/token", pointer)])


SPRITE = """\
<svg xmlns="http://www.w3.org/2000/svg" hidden="">
  <symbol id="plus" viewBox="0 0 24 24"><path d="M12 5v14M5 12h14" stroke="currentColor" fill="none"/></symbol>
  <symbol id="dot" viewBox="0 0 24 24"><g><circle cx="12" cy="12" r="3" fill="currentColor"/></g></symbol>
</svg>
"""


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("", "", None),
        ("<svg", "<?xml version='1.0'?><svg", "code/syntax"),
        ("<svg", "<!DOCTYPE svg><svg", "code/syntax"),
        ("<svg", "<!-- x --><svg", "code/syntax"),
        ("M12 5", "&amp;", "code/syntax"),
        ("</svg>", "", "code/syntax"),
        ("</svg>", "</svg><svg xmlns='x'></svg>", "code/syntax"),
        ("</g>", "", "code/syntax"),
        ("<g>", "<g>text", "code/syntax"),
        (' xmlns="http://www.w3.org/2000/svg"', "", "code/syntax"),
        ("<g>", "<g><script></script>", "safety/element"),
        ("<g>", "<g><style></style>", "safety/element"),
        ("<g>", "<g><foreignObject></foreignObject>", "safety/element"),
        ("<g>", '<g><use href="/x"/>', "safety/foreign-url"),
        ("<g>", '<g><image href="//evil.test"/>', "safety/foreign-url"),
        ("<g>", '<g><animate attributeName="href"/>', "safety/element"),
        ("<g>", '<g onload="x">', "safety/handler"),
        ("<g>", '<g style="x">', "safety/inline-style"),
        ("<g>", '<g class="x">', "safety/element"),
        ('fill="none"', 'fill="red"', "ui/token"),
        ('fill="none"', 'fill="url(#x)"', "ui/token"),
        ('id="dot"', 'id="other"', "ui/markup"),
        ('id="dot"', 'id="plus"', "ui/markup"),
        ('id="dot" viewBox="0 0 24 24"', 'id="dot"', "ui/markup"),
        ('r="3"', 'r="url(x)"', "safety/element"),
        ("<g>", '<g transform="rotate(45 1 1) translate(1,2)">', None),
    ],
)
def test_icons_are_plain_shapes(before: str, after: str, rule: str | None) -> None:
    """Each row breaks the rule beside it, or none."""
    flaws = {flaw.rule for flaw in icons.check(SPRITE.replace(before, after, 1), frozenset({"plus", "dot"}))}
    assert flaws == set() if rule is None else rule in flaws
