import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rules import RULES
from tests.generator.ui.toys import BOARD, INTERFACE, board, found, rules

PATHS = [*BOARD.files, "ui/messages.json"]


def test_a_good_interface_has_no_findings() -> None:
    """What keeps every rule passes."""
    assert found(board()) == ()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "text",
    [
        "", "\0", "\ud800", "a" * 1_000_000, "(" * 60_000, "[" * 60_000, "{" * 60_000, "{{" * 30_000,
        "{%" * 30_000, "<" * 60_000, "<a>" * 20_000, "{% if x %}" * 6_000, "{{ not " * 9_000,
        "{{ -" + "-" * 50_000, "{#" * 30_000, "{{ a" + ".b" * 20_000 + " }}",
        "{{ " + "(" * 3_000 + ")" * 3_000 + " }}", "9" * 60_000, "[" + "9" * 6_000 + "]",
        "{{ " + "9" * 6_000 + " }}", '"' * 60_000, "/*" * 30_000, "`${" * 10_000, "\u202e", "&" * 60_000,
        "{{ '\\N{x}' }}", '{"a":' * 9_000, "{{ a if b else " * 4_000, "{{ a ~ " * 4_000, "a{b{" * 9_000,
        "[]]", "'\\\n", "\r\r\n\x0b",
    ],
    ids=lambda text: ascii(text[:8]),
)  # fmt: skip
def test_no_text_makes_it_raise(path: str, text: str) -> None:
    """Whatever stands in a file is a finding, in bounded time."""
    findings = found({**board(), path: text})
    assert findings or len(text) < 10
    assert {each.rule for each in findings} <= set(RULES)


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PATHS), text=st.text(max_size=200) | st.text("<>{}%\"'=/ abt.()[]|#&;:$`\\\n", max_size=80))
def test_no_short_text_makes_it_raise(path: str, text: str) -> None:
    """Odd characters and unfinished syntax are findings too, or nothing at all."""
    assert all(each.rule in RULES and each.path for each in found({**board(), path: text}))


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PATHS), data=st.data())
def test_no_cut_and_paste_makes_it_raise(path: str, data: st.DataObject) -> None:
    """A good file with a piece of itself in another place can be judged."""
    text = board()[path]
    start, end, at = (data.draw(st.integers(0, len(text))) for _ in range(3))
    mixed = text[:at] + text[min(start, end) : max(start, end)] + text[at:]
    assert all(each.rule in RULES for each in found({**board(), path: mixed[:20_000]}))


def test_files_that_nobody_asked_for_are_left_to_others() -> None:
    """Paths are checked elsewhere."""
    assert rules({**board(), "ui/other/template.html": "<script>"}) == set()


def test_a_finding_names_file_line_unit_and_remedy() -> None:
    """A finding can be mended by whoever reads it."""
    [each] = found(board(template=board()["ui/notice_board/template.html"].replace("{{ props.title }}", "Notes")))
    assert (each.place, each.unit) == ("generated/notes/v1/ui/notice_board/template.html:4", "notes/v1")
    assert (each.rule, each.message) == ("ui/text", "the words 'Notes' are written out")
    assert "t('key')" in each.remedy


def test_an_answer_without_components_needs_no_messages() -> None:
    """Nothing to say is no finding."""
    assert found({"ui/messages.json": json.dumps({"en": {}, "de": {}})}, replace(INTERFACE, components=())) == ()


def test_a_designs_own_specimen_may_write_its_names() -> None:
    """What a design calls its tokens, classes and icons is the same in every language; elsewhere it is a word."""
    name = sorted(INTERFACE.design.icons)[0]
    files = board(template=board()["ui/notice_board/template.html"].replace("{{ props.title }}", name))
    assert rules(files) == {"ui/text"}
    sheets = {"ui/tokens.json": "{}", "ui/base.css": "", "ui/icons.svg": ""}
    assert "ui/text" not in rules({**files, **sheets}, replace(INTERFACE, token_schema={"type": "object"}))
