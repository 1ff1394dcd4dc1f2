"""Which values a prompt cannot do without, and which it replaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import PromptInvalid
from generator.gate.compare import compare
from generator.gate.inputs import inputs
from generator.gate.promises import promises
from generator.project import Project
from generator.prompts import named
from tests.generator.gate.desk import PROMPT, V1, V2, ask, desk

HEAD = PROMPT.partition("Write api.py.")[0]
TABLE: list[tuple[str, str, set[str], set[str]]] = [
    ("named", "{{ a }}", {"a"}, set()),
    ("with a default", "{{ a | default('x') }}", set(), {"a"}),
    ("with a default, in short", "{{ a | d }}", set(), {"a"}),
    ("with a default that is named", "{{ a | default(b) }}", {"b"}, {"a"}),
    ("with and without a default", "{{ a | d }}{{ a }}", {"a"}, set()),
    ("a default that comes too late", "{{ a | upper | default('x') }}", {"a"}, set()),
    ("a field", "{{ a.b }}", {"a", "a.b"}, set()),
    ("a field by name", "{{ a['b/c'] }}", {"a", "a.b/c"}, set()),
    ("a field with a default", "{{ a.b | default('') }}", {"a"}, {"a.b"}),
    ("asked for", "{% if a is defined %}{{ a }}{% endif %}", set(), {"a"}),
    ("asked for, and its field", "{% if a is defined %}{{ a.b }}{% endif %}", set(), {"a", "a.b"}),
    ("asked for in vain", "{% if a is defined %}x{% else %}{{ a }}{% endif %}", {"a"}, set()),
    ("asked for the other way", "{% if a is not defined %}x{% else %}{{ a }}{% endif %}", set(), {"a"}),
    ("asked whether it lacks", "{% if a is undefined %}x{% elif b %}{{ a }}{% endif %}", {"b"}, {"a"}),
    ("asked for in a line", "{{ a if a is defined else b }}", {"b"}, {"a"}),
    ("asked for beside another", "{% if b and a is defined and a %}{{ a }}{% endif %}", {"b"}, {"a"}),
    ("asked for or another", "{% if b or a is defined %}{{ a }}{% endif %}", {"a", "b"}, set()),
    ("neither lacks", "{% if not (a is undefined or b is undefined) %}{{ a }}{{ b }}{% endif %}", set(), {"a", "b"}),
    ("of each", "{% for x in a %}{{ x.b }}{{ loop.index }}{% endfor %}", {"a", "a[]", "a[].b"}, set()),
    ("of each, with a default", "{% for x in a %}{{ x.b | d }}{% endfor %}", {"a", "a[]"}, {"a[].b"}),
    ("chosen", "{% for x in a if x.b is defined %}{{ x }}{% else %}{{ c }}{% endfor %}", {*"ac", "a[]"}, {"a[].b"}),
    ("pairs", "{% for k, v in a.items() %}{{ k }}{{ v.x }}{% endfor %}", {"a", "a.items"}, set()),
    ("under another name", "{% set x = a %}{{ x.b | default('') }}", {"a"}, {"a.b"}),
    ("replaced once and for all", "{% set a = a | default('') %}{{ a }}", set(), {"a"}),
    ("a text of its own", "{% set x %}{{ a }}{% endset %}{{ x }}", {"a"}, set()),
    ("a macro", "{% macro m(x, y=b) %}{{ x }}{{ y }}{{ a }}{% endmacro %}{{ m(c) }}", {"a", "b", "c"}, set()),
    ("in a call", "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ a }}{% endcall %}", {"a"}, set()),
    ("for a while", "{% with x = a %}{{ x }}{% endwith %}", {"a"}, set()),
    ("a computed field", "{{ a[b] }}", {"a", "b"}, set()),
    ("nothing", "words", set(), set()),
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A desk with one version of notes, not generated: prompts are all that is read here."""
    project = desk(tmp_path)
    ask(project, V1)
    return project


@pytest.mark.parametrize(("body", "required", "defaulted"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_a_body_needs(project: Project, body: str, required: set[str], defaulted: set[str]) -> None:
    """A value is required where its absence is an error, and defaulted where nothing says that it is missing."""
    ask(project, V2, prompt=f"{HEAD}{body}\n")
    prompt = named(project, V2, "api")
    assert prompt is not None
    needs = inputs(prompt)
    assert (set(needs.required), set(needs.defaulted)) == (required, defaulted)


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (
            "{% for operation in operations %}{{ operation.signature }}{% endfor %}{{ models | default('') }}",
            ["models"],
        ),
        ("{% for operation in operations | d([]) %}{{ operation.signature }}{% endfor %}", ["operations"]),
        ("{% for operation in operations %}{{ operation.signature | d }}{% endfor %}", ["operations[].signature"]),
        ("{% if operations is defined %}{{ operations }}{% endif %}{{ models }}", ["operations"]),
        ("no value at all", []),
        ("{{ kernel | default('') }}{{ models }}", []),
    ],
)
def test_a_value_that_a_prompt_begins_to_do_without_is_a_change(
    project: Project, body: str, changed: list[str]
) -> None:
    """`types/prompt-input`: what goes missing later would go missing without a word; the finding says where."""
    ask(project, V2, prompt=f"{HEAD}{body}\n")
    old, new = promises(project, V1), promises(project, V2)
    found = list(compare(old, new))
    assert [(each.rule, each.pointer.replace("~1", "/")) for each in found] == [
        ("types/prompt-input", f"/body/{name}") for name in changed
    ]
    line = HEAD.count("\n") + 1
    assert all(each.what.startswith(f"line {line}: `{changed[0]}` had to be there") for each in found)
    assert list(compare(new, old)) == []


@pytest.mark.parametrize(
    ("body", "said"), [("{{ a", ":33: unexpected"), ("(" * 5000, ""), ("{{ " + "(" * 5000, ":33: ")]
)
def test_a_body_that_is_no_template_is_refused_with_its_line(project: Project, body: str, said: str) -> None:
    """Strangers' templates end in an error with a place, never in a traceback."""
    ask(project, V2, prompt=f"{HEAD}{body}\n")
    prompt = named(project, V2, "api")
    assert prompt is not None
    if said:
        with pytest.raises(PromptInvalid, match=said):
            inputs(prompt)
    else:
        assert inputs(prompt).required == {}
