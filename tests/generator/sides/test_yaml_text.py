"""YAML, as the JSON that it stands for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.sides.lines import lines
from generator.sides.yaml_text import YamlInvalid, read

BOMB = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200: on", {"200": "on"}),
        ("null: no", {"null": "no"}),
        ("date: 2024-01-01", {"date": "2024-01-01"}),
        ("[012, 0o14, 0xC, 1_000, 1:30]", [12, 12, 12, "1_000", "1:30"]),
        ("[.5, -1.0, 1e3, 1e400, +3]", [0.5, -1.0, 1000.0, Decimal("1e400"), 3]),
        ("[~, null, True, FALSE, yes]", [None, None, True, False, "yes"]),
        ("['1', \"true\", !!str 1, !!int '1']", ["1", "true", "1", 1]),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}", {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}}),
        ("a: {<<: [{b: 1}, {b: 2, c: 3}], '<<': 4}", {"a": {"b": 1, "c": 3, "<<": 4}}),
        ("pattern: |-\n  ^a$", {"pattern": "^a$"}),
        ('{"a": [1.5, "\\u00e4"]}', {"a": [1.5, "ä"]}),
        ("", None),
    ],
)
def test_it_reads_as_json(text: str, value: object) -> None:
    """Keys are text, only what YAML 1.2 calls so is a number or a boolean, aliases and merges are followed."""
    found = read(text)
    assert found == value
    assert repr(found).replace("-0.0", "0.0") == repr(value) or isinstance(value, dict)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2", "the key 'a' stands twice: line 2"),
        ("? [1]\n: 2", "a key must be text: line 1"),
        ("? {a: 1}\n: 2", "a key must be text: line 1"),
        ("a: !!python/object:os.system x", "stands for no JSON value: line 1"),
        ("a: .nan", ".nan is no JSON number: line 1"),
        ("a: 1e99999", "a number of more than 4300 digits: line 1"),
        (f"a: {'9' * 5000}", "a number too long: line 1"),
        ("a: &x [*x]", "names nothing that stands whole before it: line 1"),
        ("a: *nobody", "names nothing that stands whole before it: line 1"),
        ("a: {<<: 1}", "<< takes a mapping, or a list of them: line 1"),
        ("a: 1\n---\nb: 2", "a second document begins; one file holds one: line 2"),
        ("a: [1", "did not find expected"),
        ("a: 1\nb: \x01", "a control character that YAML does not allow: line 2"),
        ("[" * 100_000, "nested more than 400 deep: line 1"),
        ("- " * 100_000 + "a", "nested more than 400 deep: line 1"),
        (BOMB, "its aliases stand for more than 2,000,000 values: line"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, said: str) -> None:
    """Neither nesting nor aliases take memory, time or the process."""
    with pytest.raises(YamlInvalid) as caught:
        read(text)
    assert said in str(caught.value)


def test_a_pointer_has_its_line_in_yaml_and_json() -> None:
    """The line is that of the key, or of the item; what is not there has none."""
    pointers = ["", "/a", "/a/0", "/a/1/b~1c", "/x"]
    assert lines(b"a:\n- 1\n- b/c: 2\n", pointers) == {"": 1, "/a": 1, "/a/0": 2, "/a/1/b~1c": 3}
    assert lines(b'{"a": [\n\t1,\n{\n"b/c": 2}]}', pointers) == {"": 1, "/a": 1, "/a/0": 2, "/a/1/b~1c": 4}
    assert lines(b"a: [", ["/a"]) == {"/a": 1}
