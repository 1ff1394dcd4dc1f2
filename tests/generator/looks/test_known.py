"""The list of known flaws: it excuses what it names, and may only become shorter."""

from __future__ import annotations

from datetime import date

import pytest

from generator.looks.flaws import Flaw
from generator.looks.known import KnownFile, excuse, read, row_for
from generator.units import Unit

UNIT = Unit("demo", 1)
TODAY = date(2026, 6, 1)
GREY = Flaw("axe/violation", "color-contrast (serious): Elements must have contrast", ".past")
NAMELESS = Flaw("axe/violation", "button-name (critical): Buttons must have text", ".past")
CUT = Flaw("layout/clipped", "the text “A” is cut off", "#title")
ROW = """\
[[known]]
rule = "axe/violation"
at = "days/free color-contrast .past"
why = "The design is asked for a darker grey."
owner = "ada"
until = 2026-12-31
"""


def known(text: str) -> KnownFile:
    """Read a file that has nothing wrong with it."""
    found = read(text.encode(), UNIT)
    assert found.wrong == ()
    return found


def test_a_row_excuses_the_flaw_that_it_names_and_no_other() -> None:
    """The same rule elsewhere, another of axe's ids at the same place, and the same flaw in another story block."""
    found = {"days/free": (GREY, NAMELESS, CUT), "days/full": (GREY,)}
    told = excuse(found, known(ROW), TODAY)
    assert told.flaws == {"days/free": (NAMELESS, CUT), "days/full": (GREY,)}
    assert [(each.story, each.flaw, each.row.owner) for each in told.excused] == [("days/free", GREY, "ada")]
    assert told.wrong == ()


def test_a_row_can_be_for_all_stories_of_a_component() -> None:
    """What is wrong in every state is listed once."""
    rows = known(ROW.replace("days/free", "days/*"))
    told = excuse({"days/free": (GREY,), "days/full": (GREY,), "weeks/free": (GREY,)}, rows, TODAY)
    assert told.flaws == {"days/free": (), "days/full": (), "weeks/free": (GREY,)}
    assert told.wrong == ()


@pytest.mark.parametrize("flaw", [GREY, CUT], ids=["axe", "layout"])
def test_what_a_row_must_say_is_told(flaw: Flaw) -> None:
    """The place that is printed for a flaw is the place that excuses it."""
    rule = ROW.replace("axe/violation", flaw.rule).replace("days/free color-contrast .past", row_for("days/free", flaw))
    assert excuse({"days/free": (flaw,)}, known(rule), TODAY).flaws == {"days/free": ()}


def test_what_is_mended_must_leave_the_list() -> None:
    """A row that excuses nothing is a finding, unless not everything was looked at."""
    (finding,) = excuse({"days/free": ()}, known(ROW), TODAY).wrong
    assert (finding.rule, finding.path, finding.pointer) == (
        "axe/known-fixed",
        "snapshots/demo/v1/ui/known.toml",
        "/known/0",
    )
    assert finding.message == "there is no axe/violation any more at days/free color-contrast .past"
    assert excuse({"days/free": ()}, known(ROW), TODAY, complete=False).wrong == ()


def test_a_row_past_its_day_excuses_nothing() -> None:
    """The last day counts; on the next one the flaw blocks, and the row is a finding."""
    rows = known(ROW)
    assert excuse({"days/free": (GREY,)}, rows, date(2026, 12, 31)).wrong == ()
    told = excuse({"days/free": (GREY,)}, rows, date(2027, 1, 1))
    assert told.flaws == {"days/free": (GREY,)}
    assert [finding.rule for finding in told.wrong] == ["axe/known-expired"]
    assert told.wrong[0].message == "ada was to mend days/free color-contrast .past by 2026-12-31"


def test_rows_of_a_landed_unit_go_on_holding() -> None:
    """Nothing of a unit that has landed can be mended in it."""
    told = excuse({"days/free": (GREY,)}, known(ROW), date(2030, 1, 1), landed=True)
    assert (told.flaws, told.wrong) == ({"days/free": ()}, ())
    assert excuse({}, known(ROW), date(2030, 1, 1), landed=True).wrong == ()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("[[known]]", "[[know]]", "the file holds something else than [[known]] rows"),
        ("[[known]]", "[known", "the file cannot be read"),
        ('owner = "ada"\n', "", "the row must have exactly the keys at, owner, rule, until, why"),
        ('"ada"', '" "', "the row `owner` must be a text that is not empty"),
        ("2026-12-31", '"2026-12-31"', "the row `until` must be a date"),
        ("axe/violation", "aria/changed", "the row names aria/changed, which is no rule whose breach can be known"),
        ("axe/violation", "axe/none", "the row names axe/none, which is no rule"),
        ("axe/violation", "axe/known-fixed", "the row names axe/known-fixed, which is no rule"),
        ("days/free color-contrast .past", "days", "the row `at` must be component/story"),
        ("days/free color-contrast .past", "days/free", "the row `at` must be component/story"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_finding(was: str, now: str, said: str) -> None:
    """What is wrong with the file is said, and nothing is excused by it."""
    assert was in ROW
    file = read(ROW.replace(was, now).encode(), UNIT)
    told = excuse({"days/free": (GREY,)}, file, TODAY)
    assert [finding.rule for finding in told.wrong] == ["axe/known-invalid"]
    assert told.wrong[0].message.startswith(said)
    assert told.flaws == {"days/free": (GREY,)}


def test_no_file_is_an_empty_list() -> None:
    """A unit without a list has no known flaws."""
    assert read(b"", UNIT).rows == ()
