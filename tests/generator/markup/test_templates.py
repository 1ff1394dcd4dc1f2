"""What templates may do, and that whatever they print is text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError
from justhtml import JustHTML
from markupsafe import Markup
from pydantic import BaseModel

from generator.templates import Icons, Texts, local_url, parsed, printable, rendered
from generator.views import View


class Line(BaseModel):
    """A part of the toy's data."""

    label: str
    price: float = 1.5


class Toy(BaseModel):
    """Data of many kinds."""

    name: str = "toy"
    count: int = 3
    price: float = 1.5
    sold: bool = True
    gone: str | None = None
    at: datetime = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
    on: date = date(2026, 3, 3)
    id: UUID = UUID(int=1)
    tags: list[str] = ["a", "b", "c"]
    lines: list[Line] = [Line(label="x"), Line(label="y", price=2)]
    named: dict[str, str] = {"items": "i", "k": "v"}
    _hidden: str = "hidden"


MESSAGES: dict[str, str | dict[str, str]] = {
    "hello": "Hello {name}!",
    "times": {"one": "{count} time", "other": "{count} times"},
    "year": "In {year}",
}
EN = View("en", "Europe/Berlin")


def shown(template: str, props: BaseModel | None = None, view: View = EN, **slots: Markup) -> str:
    """Render one template as a component's."""
    handed = {"t": Texts(MESSAGES, view, "en"), "icon": Icons("paint/v1"), "view": view, "props": props or Toy()}
    return str(rendered(parsed(template, "toy.html"), {**slots, **handed}))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ props.name }} {{ props.count }} {{ props.id }}", "toy 3 00000000-0000-0000-0000-000000000001"),
        ("{{ props.at | day('EEEEdMMMM') }}, {{ props.at | clock }}", "Tuesday, March 3, 14:30"),
        ("{{ props.on | day('d') }} {{ props.on | iso }} {{ props.at | iso }}", "3 2026-03-03 2026-03-03T13:30:00Z"),
        ("{{ props.price | number }}", "1.5"),
        ("{{ view.zone | zone_name(props.at) }}", "Berlin (Central European Time, GMT+1)"),
        ("{{ view.locale }} {{ view.direction }}", "en ltr"),
        (
            "{% for each in props.tags %}{{ loop.index }}{{ loop.cycle('x', 'y') }}{{ each }} {% endfor %}",
            "1xa 2yb 3xc ",
        ),
        ("{% for row in props.tags | batch(2) %}{{ row | join('-') }};{% endfor %}", "a-b;c;"),
        ("{{ props.lines | map(attribute='price') | sum | number }}", "3.5"),
        ("{{ props.lines | selectattr('label', 'eq', 'y') | map(attribute='label') | first }}", "y"),
        ("{{ props.tags | map('upper') | join }}", "ABC"),
        ("{{ props.named['items'] }}{{ props.named.k }}", "iv"),
        ("{{ 'on' if props.sold else 'off' }}{% if props.gone is none %}-{% endif %}", "on-"),
        ("{{ t('hello', name=props.name) }}", "Hello toy!"),
        ("{{ t('times', count=1) }}, {{ t('times', count=1200) }}", "1 time, 1,200 times"),
        ("{{ t('year', year=2026) }}", "In 2026"),
        ("{{ props.count * 2 + 7 % 4 }}", "9"),
        ("{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice('&') }}", "&amp;&amp;"),
    ],
)
def test_templates_show_data(template: str, text: str) -> None:
    """Fields, formats, loops, messages and arithmetic."""
    assert shown(template) == text


@pytest.mark.parametrize(
    "template",
    [
        *(
            "{{ props.nothing }}",
            "{{ nothing }}",
            "{{ nothing.more }}",
            "{{ props._hidden }}",
            "{{ props.model_dump() }}",
        ),
        *("{{ props.__class__ }}", "{{ props['__class__'] }}", "{{ props.model_extra }}", "{{ props.model_dump }}"),
        *(
            "{{ props.name.upper() }}",
            "{{ props.name.__class__ }}",
            "{{ '%s'.format(1) }}",
            "{{ ''.__class__.__mro__ }}",
        ),
        *(
            "{{ props.tags.append('x') }}",
            "{{ props.named.items() }}",
            "{{ props.at.isoformat() }}",
            "{{ props.at.year }}",
        ),
        *("{{ t.messages }}", "{{ t.__call__ }}", "{{ icon.design }}", "{{ loop }}", "{{ view.asked('en') }}"),
        *(
            "{% for x in props.tags %}{{ loop.__init__ }}{% endfor %}",
            "{{ range(3) }}",
            "{{ lipsum() }}",
            "{{ dict() }}",
        ),
        *(
            "{{ cycler }}",
            "{{ namespace() }}",
            "{{ self }}",
            "{{ props.tags | attr('append') }}",
            "{{ props.name | safe }}",
        ),
        *(
            "{{ props.gone | default('x') }}",
            "{{ props.name | replace('t', 'p') }}",
            "{{ props | tojson }}",
            "{{ 1 | pprint }}",
        ),
        *(
            "{{ 'x' * 1000000000 }}",
            "{{ 9 ** 9 ** 9 }}",
            "{{ '%999999999d' % 1 }}",
            "{{ props.tags | batch(1000000000, 0) | list }}",
        ),
        *("{{ props.tags | slice(1000000000) | list }}", "{{ props.tags | map('safe') | list }}", "{% include 'x' %}"),
        *(
            "{% extends 'x' %}",
            "{% import 'x' as x %}",
            "{{ props.name is callable }}",
            "{{ t('unknown') }}",
            "{{ t('times') }}",
        ),
        *("{{ t('hello') }}", "{{ t('times', count=true) }}", "{{ icon('../x') }}", "{{ icon('A B') }}", "{{"),
        *("{% for a in props.tags recursive %}{{ loop(props.tags) }}{% endfor %}",),
    ],
)
def test_templates_can_do_nothing_else(template: str) -> None:
    """No methods, no private names, no globals of Jinja's, no other templates, nothing that grows without end."""
    with pytest.raises((TemplateError, LookupError, ValueError, TypeError)):
        shown(template)


@pytest.mark.parametrize("name", ["gone", "sold", "price", "at", "on", "tags", "lines", "named"])
def test_what_is_no_text_is_not_printed(name: str) -> None:
    """Nobody wants to read None, True or a Python list; the error says what to do."""
    with pytest.raises(TypeError, match="give dates to `day`"):
        shown(f"{{{{ props.{name} }}}}")


@given(st.text())
def test_any_text_comes_out_as_the_same_text(text: str) -> None:
    """In text, in an attribute and in a message, markup of a stranger is what they typed and nothing more."""
    page = shown(
        "<p title='{{ props.name }}'>{{ props.name }}</p><b>{{ t('hello', name=props.name) }}</b>", Toy(name=text)
    )
    root = JustHTML(page.encode("utf-8"), fragment=True, sanitize=False, encoding="utf-8").root
    kept = re.sub("\r\n?", "\n", printable(text))
    assert [child.name for child in root.children] == ["p", "b"]
    paragraph, message = root.children
    assert paragraph.attrs == {"title": kept}
    assert "".join(child.data for child in paragraph.children) == kept
    assert "".join(child.data for child in message.children).startswith("Hello ")


def test_what_html_cannot_hold_is_replaced() -> None:
    """Null bytes and halves of surrogates become U+FFFD, which can be seen."""
    assert shown("{{ props.name }}", Toy.model_construct(name="a\0b\ud800\x1b")) == "a\ufffdb\ufffd\ufffd"


@pytest.mark.parametrize(
    ("view", "name", "text"),
    [
        (EN, "Ann", "Hello Ann!"),
        (EN, "\u202eAnn", "Hello \u2068Ann\u2069!"),
        (EN, "\u2069\u202dAnn\u2068", "Hello \u2068Ann\u2069!"),
        (EN, "דנה", "Hello \u2068דנה\u2069!"),
        (View("he"), "Ann", "Hello \u2068Ann\u2069!"),
        (View("he"), "דנה", "Hello דנה!"),
    ],
)
def test_a_name_does_not_turn_the_sentence_around_it(view: View, name: str, text: str) -> None:
    """Text of the other direction stands for itself, and marks that turn the direction are dropped."""
    assert shown("{{ t('hello', name=props.name) }}", Toy(name=name), view) == text


@pytest.mark.parametrize(
    "url", ["/", "/a/b?c=d#e", "?day=2026-03-03", "#top", "/ü", "/a%2Fb", "/a:b", "/x?to=https://y"]
)
def test_addresses_on_this_server_pass(url: str) -> None:
    """Paths, queries and fragments."""
    assert local_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "//x",
            "///x",
            "/\\x",
            "\\\\x",
            "\\x",
            "/\t/x",
            "\t//x",
            "/\n/x",
            " /x",
            "\u00a0/x",
            "/x y",
            "/\0",
            "/\r\nX: y",
        ),
        *("http://x", "https:x", "HTTP:/x", "javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)"),
        *(
            "data:text/html,x",
            "mailto:a@b",
            "x",
            "./x",
            "../x",
            "x:y",
            "/\x7f",
            "/\u2028",
            "?\\",
            "#\n",
            "/\ud800",
            7,
            None,
        ),
    ],
)
def test_no_other_address_passes(url: object) -> None:
    """Not even one that browsers only read as another server's after leaving characters out."""
    with pytest.raises(ValueError, match="not an address on this server"):
        local_url(url)


def test_an_icon_is_for_the_eye_unless_it_has_a_label() -> None:
    """Screen readers hear a label, and it is escaped."""
    use = '<use href="/ui/paint/v1/icons.svg#chevron-left"></use>'
    assert shown("{{ icon('chevron-left') }}") == f'<svg class="icon" aria-hidden="true" focusable="false">{use}</svg>'
    labelled = shown("{{ icon('chevron-left', '<Back>') }}")
    assert labelled == f'<svg class="icon" role="img" aria-label="&lt;Back&gt;" focusable="false">{use}</svg>'


def test_a_slot_is_markup_and_data_never_is() -> None:
    """Markup that was rendered before goes in as it is; a text that looks like it does not."""
    assert shown("{{ inner }}{{ props.name }}", Toy(name="<i>"), inner=Markup("<b>")) == "<b>&lt;i&gt;"


def test_a_template_cannot_become_longer_than_a_page_should() -> None:
    """Loops within loops end at two million characters."""
    loops = "{% for a in props.tags %}" * 14 + "x" + "{% endfor %}" * 14
    with pytest.raises(OverflowError, match=r"toy.html becomes longer than 2000000"):
        shown(loops)


def test_a_template_cannot_take_another_view() -> None:
    """Filters show what the visitor wants, whatever the template calls `view`."""
    assert shown("{% set view = 1 %}{{ props.at | clock }}") == "14:30"
