import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from generator import templates
from generator.ui import filters, values
from generator.ui.template import check
from tests.generator.ui.drawing import drawn, structure
from tests.generator.ui.toys import BOARD, DESIGN, PROPS, TEMPLATE


def rules(inside: str) -> set[str]:
    """Return the rules that a template breaks which holds ``inside`` in its root element."""
    text = f'<section class="notice-board">{inside}</section>'
    return {flaw.rule for flaw in check(text, BOARD, DESIGN).flaws}


def test_the_lists_are_the_runtimes_own() -> None:
    """What is allowed here exists there, and the other way round."""
    assert set(templates.FILTERS) == filters.FILTERS
    assert set(templates.TESTS) == filters.NAMED_TESTS
    assert templates.LOOP - {"cycle", "changed"} == values.LOOP


def test_the_good_template_passes() -> None:
    """What the toy writes is allowed."""
    assert check(TEMPLATE, BOARD, DESIGN).flaws == ()


ALLOWED = [
    "{{ props.title }}",
    "<p>{{ props.notes|length }}</p>",
    "{{ props.notes|map(attribute='text')|join(', ') }}",
    "{{ (props.notes|first).text }}",
    "{{ props.notes[0].text }}",
    "{{ props.names['a'] }}",
    "{{ extra }}",
    "{% if extra %}{{ extra }}{% endif %}",
    "{{ icon('plus') }}",
    "{{ icon('plus', label=t('add')) }}",
    "{{ icon('plus') if props.open else '' }}",
    "{{ props.day|day('yMMMMd') }} · {{ props.at|clock }}",
    "{{ props.share|number }} %",
    "{{ view.zone|zone_name }}",
    "{{ view.locale }}",
    "1 + 2 = 3 …",
    "&times; &#8212;",
    "{% set n = props.count + 1 %}{{ n }}",
    "<br><hr>",
    "<br/>",
    "{% for note in props.notes if note.done %}{{ loop.index }}{{ note.text }}{% else %}·{% endfor %}",
    "{% for key in props.names %}{{ key }}: {{ props.names[key] }}{% endfor %}",
    "{% if props.maybe %}{{ props.maybe.text }}{% endif %}",
    "{% raw %}{{ }}{% endraw %}",
    "{# <script> #}",
    "{% for row in props.notes|batch(7) %}<p>{% for note in row %}{{ note.text }}{% endfor %}</p>{% endfor %}",
    "{% for note in props.notes|selectattr('done')|list %}{{ note.id }}{% endfor %}",
    "{% for note in props.notes|sort(attribute='text') %}{{ note.id }}{% endfor %}",
    '<a href="/x">·</a>',
    '<a href="?a=1&amp;b=2">·</a>',
    '<a href="#x">·</a>',
    '<a href="/">·</a>',
    '<a href="{{ props.link|local_url }}">·</a>',
    '<a href="{{ props.link|local_url }}#x">·</a>',
    '<a href="/x/{{ props.title }}">·</a>',
    '<a href="?t={{ props.title }}">·</a>',
    """<a href="{{ props.link|local_url if props.open else '#' }}">·</a>""",
    '<a{% if props.open %} href="/x"{% else %} aria-disabled="true"{% endif %}>·</a>',
    """<p class="{{ 'card' if props.open else '' }} notice-board-x">·</p>""",
    """<p class="notice-board-{{ props.kind }}">·</p>""",
    """{% set c = 'card' %}<p class="{{ c }}">·</p>""",
    """<p class="{{ {'calm': 'card', 'loud': 'button'}[props.kind] }}">·</p>""",
    """<p class="card{% if props.open %} button{% elif props.count %} notice-board-y{% endif %}">·</p>""",
    "<p title='{{ props.title }}'>·</p>",
    '<input name="a" value="{{ props.title }}" disabled aria-label="{{ t(\'add\') }}">',
    """<button type="{{ 'submit' if props.open else 'button' }}">{{ props.title }}</button>""",
    '<textarea name="a">{{ props.title }}</textarea>',
    '<p dir="{{ view.direction }}">·</p>',
    "<p\n  lang='de'\n>·</p>",
    '<p aria-describedby="{% for note in props.notes %}n-{{ note.id }} {% endfor %}">·</p>',
    '<li {% if props.open %}hidden{% endif %} id="n-{{ props.count }}">·</li>',
    '<p data-x="{{ props.title }}">·</p>',
    "{{ props.title|upper|trim }}",
    "{{ props.count * 2 - 1 }}",
]


@pytest.mark.parametrize("inside", ALLOWED)
def test_what_components_need_is_allowed(inside: str) -> None:
    """Honest markup has no findings."""
    assert rules(inside) == set()


REFUSED = [
    # What ends escaping, or reaches into objects.
    ("{{ props.title|safe }}", "safety/autoescape"),
    ("{% autoescape false %}{{ props.title }}{% endautoescape %}", "safety/autoescape"),
    ("{{ props.title|e }}", "safety/autoescape"),
    ("{{ props.notes|tojson }}", "safety/autoescape"),
    ("{{ props.title|xmlattr }}", "safety/autoescape"),
    ("{{ props.title|urlize }}", "safety/autoescape"),
    ("{{ props.title|replace('a', 'b') }}", "safety/template"),
    ("{{ props.title|default('x') }}", "safety/template"),
    ("{{ props.title|format(1) }}", "safety/template"),
    ("{{ props.title|attr('x') }}", "safety/template"),
    ("{{ props.notes|map('attr', '__class__') }}", "safety/template"),
    ("{{ props.notes|map('safe')|join }}", "safety/template"),
    ("{{ props.notes|map(props.title)|join }}", "safety/template"),
    ("{{ props.notes|map(attribute='__class__')|join }}", "safety/template"),
    ("{{ props.notes|map(attribute=props.title)|join }}", "safety/template"),
    ("{{ props.notes|selectattr('id', 'callable')|list|length }}", "safety/template"),
    ("{{ props.__class__ }}", "safety/template"),
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "safety/template"),
    ("{{ props['__class__'] }}", "safety/template"),
    ("{{ props[props.title] }}", "safety/template"),
    ("{{ props.model_dump() }}", "safety/template"),
    ("{{ self }}", "safety/template"),
    ("{{ self.__init__ }}", "safety/template"),
    ("{{ config }}", "safety/template"),
    ("{{ cycler.__init__.__globals__ }}", "safety/template"),
    ("{{ range(9)|list }}", "safety/template"),
    ("{{ namespace() }}", "safety/template"),
    ("{{ lipsum() }}", "safety/template"),
    ("{{ joiner }}", "safety/template"),
    ("{{ dict(a=1) }}", "safety/template"),
    ("{{ props.title.upper() }}", "safety/template"),
    ("{{ t.__call__ }}", "safety/template"),
    ("{{ t }}", "safety/template"),
    ("{{ loop }}", "safety/template"),
    ("{{ loop.index }}", "safety/template"),
    ("{% for n in props.notes %}{{ loop.cycle('a', 'b') }}{% endfor %}", "safety/template"),
    ("{{ 'a' * 999999999 }}", "safety/template"),
    ("{{ props.title * 99 }}", "safety/template"),
    ("{{ 2 ** 99999 }}", "safety/template"),
    ("{{ '%999999d' % 1 }}", "safety/template"),
    ("{{ [0] * 999999 }}", "safety/template"),
    ("{{ t('add', *props.notes) }}", "safety/template"),
    ("{{ t('add', **props.names) }}", "safety/template"),
    ("{% include 'x' %}", "safety/template"),
    ("{% import 'x' as y %}", "safety/template"),
    ("{% extends 'x' %}", "safety/template"),
    ("{% block x %}{% endblock %}", "safety/template"),
    ("{% macro x() %}{% endmacro %}", "safety/template"),
    ("{% call t() %}{% endcall %}", "safety/template"),
    ("{% filter upper %}{% endfilter %}", "safety/template"),
    ("{% set x %}<p>{% endset %}", "safety/template"),
    ("{% with x = 1 %}{% endwith %}", "safety/template"),
    ("{% set props = 1 %}", "safety/template"),
    ("{% set t = 1 %}", "safety/template"),
    ("{% for view in props.notes %}{% endfor %}", "safety/template"),
    ("{% for n in props.notes recursive %}{% endfor %}", "safety/template"),
    ("{{ props.title if props.open }}", "safety/template"),
    ("{{ extra|upper }}", "safety/template"),
    ("{{ extra[0] }}", "safety/template"),
    ("{{ extra ~ props.title }}", "safety/template"),
    ("{{ t('add', x=extra) }}", "safety/template"),
    ("{{ [extra]|first }}", "safety/template"),
    ("{{ props.title is callable }}", "safety/template"),
    ("{{ props.tags|join(extra) }}", "safety/template"),
    ("<p title=\"{{ props.tags|join(icon('plus')) }}\">·</p>", "safety/template"),
    ("{{ props.tags|batch(2, extra)|list|length }}", "safety/template"),
    ("{% set x = extra %}<p title='{{ x }}'>·</p>", "safety/unquoted"),
    ("{{ [extra]|join }}", "safety/template"),
    ("{% for x in extra %}{{ x }}{% endfor %}", "ui/markup"),
    ("<textarea name='a'>{{ extra }}</textarea>", "safety/unquoted"),
    # Elements, attributes, handlers, styles.
    ("<script>·</script>", "safety/element"),
    ("<ScRiPt>·</ScRiPt>", "ui/markup"),
    ("<scr{# #}ipt>·</script>", "safety/element"),
    ("<style>·</style>", "safety/element"),
    ("<iframe></iframe>", "safety/element"),
    ("<object></object>", "safety/element"),
    ("<embed>·", "safety/element"),
    ('<base href="/x">', "safety/element"),
    ("<meta>", "safety/element"),
    ("<link>", "safety/element"),
    ("<template></template>", "safety/element"),
    ("<noscript></noscript>", "safety/element"),
    ("<math></math>", "safety/element"),
    ("<svg></svg>", "safety/element"),
    ("<svg/onload=alert(1)>", "safety/element"),
    ("<video></video>", "safety/element"),
    ("<audio></audio>", "safety/element"),
    ("<portal></portal>", "safety/element"),
    ("<slot></slot>", "safety/element"),
    ("<xmp></xmp>", "safety/element"),
    ("<plaintext></plaintext>", "safety/element"),
    ("<frameset></frameset>", "safety/element"),
    ("<title></title>", "safety/element"),
    ("<marquee></marquee>", "safety/element"),
    ("<isindex></isindex>", "safety/element"),
    ("<my-thing></my-thing>", "safety/element"),
    ("<!-- -->", "safety/element"),
    ("<!doctype html>", "safety/element"),
    ("<?php ?>", "safety/element"),
    ("<![CDATA[ ]]>", "safety/element"),
    ('<p onclick="x">·</p>', "safety/handler"),
    ("<p onpointerrawupdate='x'>·</p>", "safety/handler"),
    ('<p {% if props.open %}onclick="x"{% endif %}>·</p>', "safety/handler"),
    ('<p on{# #}click="x">·</p>', "safety/handler"),
    ('<p OnClick="x">·</p>', "safety/element"),
    ('<p style="color: red">·</p>', "safety/inline-style"),
    ('<p style="{{ props.title }}">·</p>', "safety/inline-style"),
    ('<img src="/assets/x.png" srcset="//evil.test" alt="">', "safety/element"),
    ('<iframe srcdoc="x">·', "safety/element"),
    ('<p is="x">·</p>', "safety/element"),
    ("<p contenteditable>·</p>", "safety/element"),
    ('<a href="/x" ping="//evil.test">·</a>', "safety/element"),
    ('<a href="/x" target="_blank">·</a>', "safety/element"),
    ('<p xlink:href="x">·</p>', "safety/element"),
    ('<p @click="x">·</p>', "safety/element"),
    ('<p :x="y">·</p>', "safety/element"),
    ('<p x-data="y">·</p>', "safety/element"),
    ('<p hx-get="/x">·</p>', "safety/element"),
    ('<p aria-made-up="x">·</p>', "safety/element"),
    ('<input type="image" name="x">', "safety/element"),
    ('<input type="file" name="x">', "safety/element"),
    ('<input type="{{ props.title }}" name="x">', "safety/element"),
    ("<p data-visit>·</p>", "safety/element"),
    # Where data may not stand.
    ("<p title={{ props.title }}>·</p>", "safety/unquoted"),
    ("<p {{ props.title }}>·</p>", "safety/unquoted"),
    ("<p {{ props.title }}='x'>·</p>", "safety/unquoted"),
    ("<{{ props.title }}>·</p>", "safety/unquoted"),
    ("<p></{{ props.title }}>", "safety/unquoted"),
    ("<p da{{ props.title }}ta='x'>·</p>", "safety/unquoted"),
    ("<p{{ props.title }}>·</p>", "safety/unquoted"),
    ("<p title=x>·</p>", "safety/unquoted"),
    ("<p title= 'x'>·</p>", "safety/unquoted"),
    ("<p title={% if props.open %}'1'{% endif %}>·</p>", "safety/unquoted"),
    ("<{% if props.open %}p{% endif %}>·</p>", "safety/unquoted"),
    ('<p title="{{ extra }}">·</p>', "safety/unquoted"),
    ("<p title=\"{{ icon('plus') }}\">·</p>", "safety/unquoted"),
    # Addresses.
    ('<a href="https://evil.test">·</a>', "safety/foreign-url"),
    ('<a href="//evil.test">·</a>', "safety/foreign-url"),
    ('<a href="/\\evil.test">·</a>', "safety/foreign-url"),
    ('<a href="\\\\evil.test">·</a>', "safety/foreign-url"),
    ('<a href="/\t/evil.test">·</a>', "safety/foreign-url"),
    ('<a href="/&#47;evil.test">·</a>', "safety/foreign-url"),
    ('<a href="/&sol;evil.test">·</a>', "safety/foreign-url"),
    ('<a href="&#47;/evil.test">·</a>', "safety/foreign-url"),
    ('<a href="javascript:1">·</a>', "safety/foreign-url"),
    ('<a href=" javascript:1">·</a>', "safety/foreign-url"),
    ('<a href="JaVaScRiPt:1">·</a>', "safety/foreign-url"),
    ('<a href="java&#x0A;script:1">·</a>', "safety/foreign-url"),
    ('<a href="&#106;avascript:1">·</a>', "safety/foreign-url"),
    ('<a href="javascript&colon;1">·</a>', "safety/foreign-url"),
    ('<a href="data:text/html,x">·</a>', "safety/foreign-url"),
    ('<a href="vbscript:1">·</a>', "safety/foreign-url"),
    ('<a href="mailto:a@b">·</a>', "safety/foreign-url"),
    ('<a href="x">·</a>', "safety/foreign-url"),
    ('<a href="">·</a>', "safety/foreign-url"),
    ('<a href="{{ props.link }}">·</a>', "safety/foreign-url"),
    ('<a href="{{ props.link|trim }}">·</a>', "safety/foreign-url"),
    ('<a href="{{ props.link|local_url|trim }}">·</a>', "safety/foreign-url"),
    ('<a href="/{{ props.link }}">·</a>', "safety/foreign-url"),
    ('<a href="{{ props.link|local_url }}{{ props.title }}">·</a>', "safety/foreign-url"),
    ('<a href="{{ props.link|local_url }}/x">·</a>', "safety/foreign-url"),
    ('<a href="{{ props.link|local_url }}x">·</a>', "safety/foreign-url"),
    ('<a href="{% if props.open %}/x{% endif %}{{ props.title }}">·</a>', "safety/foreign-url"),
    ("""<a href="{{ props.link|local_url if props.open else props.link }}">·</a>""", "safety/foreign-url"),
    ("""<a href="{{ 'javascript:1' }}">·</a>""", "safety/foreign-url"),
    ('<a href="{% for n in props.notes %}/{% endfor %}x">·</a>', "safety/foreign-url"),
    ('<form action="//evil.test"></form>', "safety/foreign-url"),
    ('<button formaction="//evil.test">·</button>', "safety/foreign-url"),
    ('<img src="//evil.test/x.png" alt="">', "safety/foreign-url"),
    ("<a href>·</a>", "ui/markup"),
    # Words, classes, messages, icons.
    ("Hello", "ui/text"),
    ("{{ 'Hello' }}", "ui/text"),
    ("{{ 'Yes' if props.open else 'No' }}", "ui/text"),
    ("{{ props.kind or 'x' }}", "ui/text"),
    ("{{ props.title ~ ' hours' }}", "ui/text"),
    ("&#72;&#101;", "ui/text"),
    ("日本", "ui/text"),
    ('<p title="Hello">·</p>', "ui/text"),
    ('<p aria-label="Hello">·</p>', "ui/text"),
    ("""<p aria-label="{{ 'Hello' }}">·</p>""", "ui/text"),
    ('<img src="/assets/x.png" alt="A cat">', "ui/text"),
    ('<input name="a" placeholder="Name">', "ui/text"),
    ("{{ icon('plus', label='Add') }}", "ui/text"),
    ("{% set x = 'Hello' %}{{ x }}", "ui/text"),
    ('<input type="submit" value="Send">', "safety/element"),
    ("{{ {'a': 'Word'}['a'] }}", "ui/text"),
    ("{{ ['Word']|join }}", "ui/text"),
    ('<p class="other">·</p>', "ui/class"),
    ('<p class="{{ props.title }}">·</p>', "ui/class"),
    ('<p class="notice-boards">·</p>', "ui/class"),
    ('<p class="card{{ props.count }}">·</p>', "ui/class"),
    ("""<p class="card{% if props.open %}ed{% endif %}">·</p>""", "ui/class"),
    ("""<p class="{% for n in props.notes %}card {% endfor %}">·</p>""", "ui/class"),
    ("""<p class="x-{{ props.kind }}">·</p>""", "ui/class"),
    ("{{ t(props.title) }}", "ui/messages"),
    ("{{ t() }}", "ui/messages"),
    ("{{ t('a' ~ props.title) }}", "ui/messages"),
    ("{{ icon('minus') }}", "ui/markup"),
    ("{{ icon(props.title) }}", "ui/markup"),
    # What is not there, not whole, or not printable.
    ("{{ props.titel }}", "ui/markup"),
    ("{{ props.notes.text }}", "ui/markup"),
    ("{% for n in props.notes %}{{ n.txt }}{% endfor %}", "ui/markup"),
    ("{{ props.notes|map(attribute='txt')|join }}", "ui/markup"),
    ("{{ props.title.text }}", "ui/markup"),
    ("{{ view.language }}", "ui/markup"),
    ("{{ missing }}", "safety/template"),
    ("{% if missing %}{% endif %}", "safety/template"),
    ("{% for n in props.title %}{% endfor %}", "ui/markup"),
    ("{{ props.open }}", "ui/markup"),
    ("{{ props.day }}", "ui/markup"),
    ("{{ props.share }}", "ui/markup"),
    ("{{ props.notes }}", "ui/markup"),
    ("{{ not props.open }}", "ui/markup"),
    ("{{ props.title|day('d') }}", "ui/markup"),
    ("{{ props.day|clock }}", "ui/markup"),
    ("{{ props.day|day(props.title) }}", "ui/markup"),
    ("{{ props.day|day('not a skeleton') }}", "ui/markup"),
    ("<p>", "ui/markup"),
    ("</p>", "ui/markup"),
    ("<p></div>", "ui/markup"),
    ("<p", "safety/element"),
    ("</section>", "ui/markup"),
    ("{% if props.open %}<p>{% endif %}</p>", "ui/markup"),
    ("{% if props.open %}</section>{% endif %}", "ui/markup"),
    ("<p{% if props.open %}>{% endif %}</p>", "ui/markup"),
    ('<p title="{% if props.open %}">{% endif %}</p>', "ui/markup"),
    ("{% for n in props.notes %}<p>{% endfor %}", "ui/markup"),
    ("<p {% for n in props.notes %}hidden {% endfor %}>·</p>", "ui/markup"),
    ('<p id="a" id="b">·</p>', "ui/markup"),
    ('<p id="a" {% if props.open %}id="b"{% endif %}>·</p>', "ui/markup"),
    ("<p/>", "ui/markup"),
    ('<p title="<">·</p>', "ui/markup"),
    ("a < b", "ui/markup"),
    ("&am{{ props.title }}", "ui/markup"),
    ("<textarea><b></b></textarea>", "ui/markup"),
    ("<p tabindex='5'>·</p>", "ui/markup"),
    ('<p role="made-up">·</p>', "ui/markup"),
    ('<form method="put"></form>', "ui/markup"),
    ("{{", "code/syntax"),
    ("{% if %}", "code/syntax"),
    ("{% endif %}", "code/syntax"),
    ("{{ 1 + }}", "code/syntax"),
    ("{% made_up %}", "code/syntax"),
]


@pytest.mark.parametrize(("inside", "rule"), REFUSED)
def test_what_could_harm_is_refused(inside: str, rule: str) -> None:
    """Each row breaks the rule beside it."""
    assert rule in rules(inside)


@pytest.mark.parametrize(
    "text",
    ["Hello", "·", "{{ props.title }}", '<p class="notice-board"></p>·', "{% for n in props.notes %}·{% endfor %}"],
)
def test_nothing_stands_outside_the_root(text: str) -> None:
    """Text and data belong into the root element."""
    assert {flaw.rule for flaw in check(text, BOARD, DESIGN).flaws} & {"ui/markup", "ui/text"}


@settings(max_examples=40, deadline=None)
@given(
    inside=st.sampled_from([each for each in ALLOWED if "t(" not in each and "extra" not in each]),
    text=st.text(max_size=30)
    | st.sampled_from(["<script>", '"onx="', "'onx='", "</section>", "&lt;b&gt;", "{{7*7}}", "<!--", "]]>"]),
)
def test_no_text_adds_an_element_or_attribute(inside: str, text: str) -> None:
    """An accepted template has the same structure with any text in its data."""
    template = f'<section class="notice-board">{inside}</section>'
    assert check(template, BOARD, DESIGN).flaws == ()
    link = "/" + "".join(each for each in text if each.isascii() and each.isalnum())
    hostile = {**PROPS, "title": text, "link": link, "notes": [{"id": text, "text": text}], "names": {"a": text}}
    calm = {**PROPS, "title": "x", "link": "/x", "notes": [{"id": "x", "text": "x"}], "names": {"a": "x"}}
    assert structure(drawn(template, hostile)) == structure(drawn(template, calm))
    assert JustHTML(drawn(template, hostile), fragment=True, sanitize=False).root is not None
