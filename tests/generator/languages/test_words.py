"""Words that some languages hold and others do not, or the proof that there are none."""

from __future__ import annotations

from contextlib import suppress

import pytest

from generator.languages import language, matches, words
from generator.steps import Steps, StepsSpent

# Insides, outsides, the shortest answers.
TABLE: list[tuple[list[str], list[str], list[str]]] = [
    (["^[a-z]+$"], ["^[a-y]+$"], ["z"]),
    (["^[a-z]+$"], [r"^\w+$"], []),
    ([r"^\w+$"], ["^[a-z]+$"], ["A"]),
    ([r"^\w+$"], ["^[a-zA-Z]+$"], ["0"]),
    (["foo"], ["^foo"], ["afoo"]),
    (["^foo"], ["foo"], []),
    (["^x-"], [], ["x-"]),
    (["^x-", "-y$"], ["^x-y$"], ["x--y"]),
    ([], [], [""]),
    ([], [""], []),
    (["^.*$"], [r"^[^\n\r\u2028\u2029]*$"], []),
    (["^[\\s\\S]*$"], ["^.*$"], ["\n"]),
    (["^a{3}$"], ["^a{2,4}$"], []),
    (["^[\\ud800-\\udfff]$"], [], []),
    (["^(foo|bar)$"], ["^(bar|baz|foo)$"], []),
    (["^(foo|bar)$"], ["^f"], ["bar"]),
    (["^[a-z]{3}$"], ["^(foo|aaa)$"], ["aab"]),
    (["^(?!foo$)[a-z]*$"], ["^(?!bar$)[a-z]*$"], ["bar"]),
    (["^(?=.*[0-9])(?=.*[a-z]).{3,}$"], ["^(?=.*[a-z]).{3,}$"], []),
    (["^(?=.*[a-z]).{3,}$"], ["^(?=.*[0-9])(?=.*[a-z]).{3,}$"], ["aaa"]),
    ([r"\bfoo\b"], ["^foo$"], ["foo-"]),
    (["(a|b)*a(a|b){11}"], ["(a|b)*a(a|b){10}"], []),
    (["^(a|b)*a(a|b){3}$"], ["^(a|b)*a(a|b){4}$"], ["aaaa"]),
    (["^.{1,5000}$"], ["^.{1,6000}$"], []),
    (["^.{1,65536}$"], ["^.{1,65535}$"], ["a" * 65_536]),
    (["^a{12,30}$"], ["^a{13,40}$"], ["a" * 12]),
    (["^a{12,31}$"], ["^a{12,30}$"], ["a" * 31]),
    (["^ba{12,30}$"], ["^[ab]{13,40}$"], []),
    (["^ba{12,30}$"], ["^[ab]{14,40}$"], ["b" + "a" * 12]),
    (["^a{0,40}$"], ["^a{0,12}$", "^a{14,40}$"], ["a" * 13]),
    (["^a{0,40}$", "^[ab]{13,}$"], ["^a{14,40}b?$"], ["a" * 13]),
]


@pytest.mark.parametrize(("inside", "outside", "answer"), TABLE)
def test_the_shortest_and_most_readable_word_is_found(inside: list[str], outside: list[str], answer: list[str]) -> None:
    """The answer is the shortest word, the most readable of its length; no word is a proof."""
    found = words([*map(language, inside)], [*map(language, outside)], steps=Steps(20_000))
    assert list(found) == answer


@pytest.mark.parametrize(
    ("pattern", "at_least", "at_most", "answer"),
    [
        ("^.{1,255}$", 255, None, ["a" * 255]),
        ("^.{1,255}$", 256, None, []),
        ("^a{3,}$", 0, 2, []),
        ("^[a-z]*$", 70_000, None, ["a" * 70_000]),
        ("^(abc)*$", 50_000, None, ["abc" * 16_667]),
        ("^(abc)*$", 50_000, 50_000, []),
        ("^(abc)*d{0,200}$", 50_000, 50_000, ["abc" * 16_666 + "dd"]),
        ("^(abc)*d{0,200}$", 50_000, None, ["abc" * 16_666 + "dd"]),
        ("^(abc)*d{0,200}e$", 50_000, None, ["abc" * 16_666 + "de"]),
        ("^(abc)*e{3}$", 50_000, 50_001, ["abc" * 16_666 + "eee"]),
        ("a", 3, 3, ["aaa"]),
        ("", 0, None, [""]),
        ("", 2, 1, []),
    ],
)
def test_lengths_bound_the_words(pattern: str, at_least: int, at_most: int | None, answer: list[str]) -> None:
    """Words are no shorter and no longer than asked, and far lengths are reached in rounds."""
    found = words([language(pattern)], at_least=at_least, at_most=at_most, steps=Steps(60_000))
    assert list(found) == answer


@pytest.mark.parametrize("count", [9, 10, 11, 12, 16])
def test_what_has_an_exponential_automaton_is_answered_all_the_same(count: int) -> None:
    """No automaton is built where a word is found or ruled out on the way."""
    ten, other = language("^(a|b)*a(a|b){10}$"), language(f"^(a|b)*a(a|b){{{count}}}$")
    for inside, outside, length in ((ten, other, 11), (other, ten, count + 1)):
        found = words([inside], [outside], steps=Steps(20_000))
        assert [len(word) for word in found] == ([] if count == 10 else [length])


def test_fewer_words_than_asked_for_are_all() -> None:
    """All words of a finite language come, in order, without those that are excluded."""
    found = words([language("^[a-c]{0,2}$")], [language("^b")], but={"a", "ca"}, limit=100, steps=Steps(20_000))
    assert list(found) == ["", "c", "aa", "ab", "ac", "cb", "cc"]


def test_excluded_words_are_passed_over() -> None:
    """The next word comes where the shortest is excluded."""
    assert list(words([language("^a*$")], but={"", "aa", "a"}, steps=Steps(20_000))) == ["aaa"]


HOSTILE = [
    "(" * 75 + "a?" + ")*" * 75,
    "(" * 75 + "a?b?" + "){0,2}" * 75,
    "(?!" * 75 + "a" + ")" * 75,
    "(?<=" * 20 + "a" + ")" * 20,
    "(?:(?=.*a)|(?=.*b)|c){20}",
    "".join(f"(?=.*{letter})" for letter in "abcdefghijkl"),
    "^(?=(a|b)*a(a|b){15}$)(?!(a|b)*b(a|b){15}$)[ab]*$",
    "((a{1,100}){1,100}){1,100}b",
    "^(a?){50}a{50}$",
    "[a-z]?" * 500,
    "(" + "".join(f"{letter}?" for letter in "abcdefghijklmnopqrstuvwxyz") + "){0,3}z",
    "(?:" + "|".join("a" * count for count in range(1, 200)) + ")*b",
    "a" * 10_000,
]


@pytest.mark.parametrize("pattern", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_patterns_end(pattern: str) -> None:
    """A word that is found is right, and what is not found in time is not called absent."""
    one, other = language(pattern), language("(a|b)*a(a|b){12}c?$")
    for inside, outside in (([one], [other]), ([other], [one]), ([one], [])):
        with suppress(StepsSpent):
            for word in words(inside, outside, at_least=2, limit=2, steps=Steps(5_000)):
                assert all(matches(each, word) for each in inside)
                assert not any(matches(each, word) for each in outside)


@pytest.mark.parametrize("pattern", ["a{1000000}b", "^(a{1000}){1000}$", "^(?:(a|b)*a(a|b){20}){2}c{200000}$"])
def test_what_is_too_much_ends_when_the_steps_are_spent(pattern: str) -> None:
    """A pattern beyond reason costs no more than the steps."""
    with pytest.raises(StepsSpent):
        words([language(pattern)], [language("(a|b)*a(a|b){25}c")], at_least=100_000, steps=Steps(5_000))
