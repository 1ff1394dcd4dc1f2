"""What holds for all patterns, against an oracle that knows no automata."""

from __future__ import annotations

import re

import jsonschema_rs
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.languages import Language, PatternUnsupported, language, matches, words
from generator.steps import Steps
from tests.generator.languages.oracle import LETTERS, PATTERNS, PLAIN, Tree, all_words, found

LONGEST = 4
SHORT = list(all_words(LETTERS, LONGEST))
ONLY = "^[abc-]*$"
QUICK = settings(max_examples=150, deadline=None)


def built(tree: Tree) -> Language:
    """Return the language of a pattern; what is refused is not looked at."""
    try:
        return language(tree.source)
    except PatternUnsupported:
        assume(False)  # noqa: FBT003  # the name of hypothesis for it
        raise


@QUICK
@given(PATTERNS)
def test_a_pattern_matches_what_its_meaning_says(tree: Tree) -> None:
    """All short words are in the language if the pattern is found in them."""
    one = built(tree)
    assert [word for word in SHORT if matches(one, word)] == [word for word in SHORT if found(tree, word)]


@QUICK
@given(st.lists(PATTERNS, min_size=1, max_size=2), st.lists(PATTERNS, max_size=2))
def test_the_first_answer_is_the_first_of_all_words(inside: list[Tree], outside: list[Tree]) -> None:
    """Of all short words in the insides and in no outside, the answer is the first; without one, no short word."""
    right = (
        word
        for word in SHORT
        if all(found(one, word) for one in inside) and not any(found(one, word) for one in outside)
    )
    first = next(right, None)
    insides = [language(ONLY), *map(built, inside)]
    outsides = [*map(built, outside)]
    answer = next(iter(words(insides, outsides, steps=Steps(2_000_000))), None)
    assert answer == first or (first is None and answer is not None and len(answer) > LONGEST)
    if answer is not None:
        assert all(found(one, answer) for one in inside)
        assert not any(found(one, answer) for one in outside)


@QUICK
@given(PATTERNS, PATTERNS, st.integers(0, 3), st.integers(0, 3), st.integers(1, 400), st.integers(0, 5))
def test_all_answers_come_in_order(
    inside: Tree, outside: Tree, at_least: int, more: int, limit: int, excluded: int
) -> None:
    """With lengths, excluded words and a limit, the answers are the first of all right words."""
    right = [
        word
        for word in SHORT
        if at_least <= len(word) <= at_least + more and found(inside, word) and not found(outside, word)
    ]
    but = frozenset(right[1 : 1 + excluded])
    assume(at_least + more <= LONGEST)
    answers = words(
        [language(ONLY), built(inside)],
        [built(outside)],
        at_least=at_least,
        at_most=at_least + more,
        but=but,
        limit=limit,
        steps=Steps(2_000_000),
    )
    assert list(answers) == [word for word in right if word not in but][:limit]


@QUICK
@given(PATTERNS)
@example(Tree("^(?:a|b)*a(?:a|b){8}$", lambda *_: frozenset()))
def test_no_word_is_inside_and_outside_of_one_language(tree: Tree) -> None:
    """A language holds no word that the same language, written otherwise, does not hold."""
    one, same, twice = built(tree), language(f"(?:{tree.source})"), language(f"(?:{tree.source}|{tree.source})")
    for inside, outside in ((one, one), (one, same), (same, twice), (twice, one)):
        assert list(words([inside], [outside], steps=Steps(2_000_000))) == []


@QUICK
@given(PATTERNS)
def test_a_word_is_in_a_language_or_in_its_complement(tree: Tree) -> None:
    """No word is in a language and in its complement, and none is in neither."""
    one, complement = built(tree), language(f"^(?![^]*(?:{tree.source}))")
    assert list(words([one, complement], steps=Steps(2_000_000))) == []
    assert list(words([], [one, complement], steps=Steps(2_000_000))) == []
    assert list(words([one], [], steps=Steps(2_000_000))) == list(words([], [complement], steps=Steps(2_000_000)))


# Up to 17 letters, so that long counters are told apart.
ROWS = [word for length in range(18) for word in ("a" * length, "a" * (length - 1) + "b" * min(length, 1))]
COUNTERS = st.builds(
    "{}{}{{{},{}}}{}".format,
    st.sampled_from(["", "a", "[ab]", "[a-c]{2}"]),
    st.sampled_from(["a", "[ab]", "[^b]", "."]),
    st.integers(0, 13),
    st.sampled_from(["", 13, 14, 16]),
    st.sampled_from(["", "a", "b"]),
)


@QUICK
@given(
    st.lists(COUNTERS, min_size=1, max_size=2),
    st.lists(COUNTERS, max_size=2),
    st.integers(0, 15),
    st.integers(0, 17),
    st.sampled_from([1, 2, 40]),
    st.booleans(),
)
def test_long_counters_count_right(
    inside: list[str],
    outside: list[str],
    at_least: int,
    at_most: int,
    limit: int,
    is_first_excluded: bool,  # noqa: FBT001
) -> None:
    """Whether or not counters are asked as lengths, the answers are the first of all right words."""
    insides = [re.compile(one) for one in inside]
    outsides = [re.compile(one) for one in outside]
    right = [
        word
        for word in dict.fromkeys(ROWS)
        if at_least <= len(word) <= at_most
        and all(one.fullmatch(word) for one in insides)
        and not any(one.fullmatch(word) for one in outsides)
    ]
    but = frozenset(right[:1] if is_first_excluded else ())
    answers = words(
        [language("^a*b?$"), *(language(f"^{one}$") for one in inside)],
        [language(f"^{one}$") for one in outside],
        at_least=at_least,
        at_most=at_most,
        but=but,
        limit=limit,
        steps=Steps(2_000_000),
    )
    assert list(answers) == [word for word in right if word not in but][:limit]


@QUICK
@given(PLAIN, st.text(alphabet="abc-\u00e9\u03b1 _A0", max_size=6))
def test_validators_match_the_same(tree: Tree, word: str) -> None:
    """Python's patterns, limited to ASCII, and the validator in use match the same words, and so do the words found."""
    one = language(tree.source)
    validator = jsonschema_rs.validator_for({"pattern": tree.source})
    python = re.compile(tree.source, re.ASCII)
    some = words([one], limit=3, steps=Steps(2_000_000))
    for each in (word, *some):
        assert matches(one, each) == validator.is_valid(each) == bool(python.search(each))
