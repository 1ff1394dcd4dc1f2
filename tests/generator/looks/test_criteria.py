from __future__ import annotations

from generator.looks import criteria
from generator.looks.criteria import CRITERIA, FAMILIES, WITHOUT, Criterion
from generator.rules import RULES, family_of


def test_every_rule_about_pages_is_explained_or_named_as_our_own() -> None:
    """A rule of the browser families has a row in one of both tables, and no row is of a rule that is none."""
    assert {rule for rule in RULES if family_of(rule) in FAMILIES} == set(CRITERIA) | WITHOUT
    assert not set(CRITERIA) & WITHOUT


def test_criteria_are_told_apart() -> None:
    """Each criterion has a number or words of its own, and a page of W3C or of axe's makers that no other has."""
    named = [value for value in vars(criteria).values() if isinstance(value, Criterion)]
    assert len({one.name for one in named}) == len({one.url for one in named}) == len(named)
    assert all(one.url.startswith(("https://www.w3.org/WAI/", "https://dequeuniversity.com/")) for one in named)
