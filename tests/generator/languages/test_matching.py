"""Which words a pattern matches."""

from __future__ import annotations

import pytest

from generator.languages import PatternUnsupported, language, matches

# A pattern, words that it matches, words that it does not.
TABLE: list[tuple[str, list[str], list[str]]] = [
    ("", ["", "a", "\n"], []),
    ("a", ["a", "bab"], ["", "b"]),
    ("^a", ["ab"], ["ba"]),
    ("a$", ["ba"], ["ab", "a\n"]),
    ("^$", [""], ["\n", "a"]),
    ("^a|b$", ["ax", "xb"], ["xa", "bx"]),
    ("^(a|b)$", ["a", "b"], ["ab", "x"]),
    ("a^b", [], ["ab", "a", ""]),
    ("a*^b", ["b", "ba"], ["ab", "a"]),
    ("(^a|,a)b", ["ab", "x,ab"], ["xab"]),
    ("a($|,)", ["a", "a,b", "ba"], ["ab"]),
    ("a$b", [], ["ab"]),
    ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
    ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
    ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{0}$", [""], ["a"]),
    ("^(ab){1,2}?$", ["ab", "abab"], ["aba", ""]),
    ("^a+?b*?c??$", ["a", "aab", "ac"], ["b", "cc"]),
    ("^(a?b?){2}$", ["", "ab", "abab", "ba"], ["bba"]),
    ("^(?:(?:a*)*b?)*$", ["", "aab", "ba"], ["c"]),
    ("^(?:(?=a)|b){3}$", ["bbb"], ["a", "bb"]),
    ("^(?:(?=a)|b){2}a", ["a", "ba", "bba"], ["b", "bbb"]),
    ("^(?:a{2,3}){2}$", ["aaaa", "aaaaaa"], ["aaa", "aaaaaaa"]),
    ("^(?:a{3}){1,2}$", ["aaa", "aaaaaa"], ["aaaa", "aaaaa"]),
    ("^(?:a{2,})*$", ["", "aa", "aaa"], ["a"]),
    ("^(?:a{2,3})*$", ["", "aa", "aaaaa"], ["a"]),
    ("^(?:a{2})*$", ["", "aa", "aaaa"], ["a", "aaa"]),
    ("^(?:a+){2}$", ["aa", "aaa"], ["a"]),
    (r"^\d$", ["0", "9"], ["\u07c0", "a", ""]),
    (r"^\D$", ["a", "\u07c0", "\n"], ["0"]),
    (r"^\w$", ["a", "Z", "0", "_"], ["\xe9", "-"]),
    (r"^\W$", ["\xe9", "-", "\n"], ["a"]),
    (r"^\s$", [" ", "\t", "\v", "\f", "\n", "\r", "\xa0", "\ufeff", "\u2028", "\u3000"], ["\x85", "\u200b", "\x1c"]),
    (r"^\S$", ["\x85", "a"], [" ", "\n"]),
    ("^.$", ["a", "\x85", "\U0001f600"], ["\n", "\r", "\u2028", "\u2029", "", "ab"]),
    ("^[a-c]$", ["a", "b", "c"], ["d", "-"]),
    ("^[^a-c]$", ["d", "\n"], ["a"]),
    ("^[a-]$", ["a", "-"], ["b"]),
    ("^[-a]$", ["a", "-"], ["b"]),
    (r"^[\w-.]$", ["a", "-", "."], ["/"]),
    (r"^[a-\d]$", ["a", "-", "5"], ["b"]),
    (r"^[\]\\^]$", ["]", "\\", "^"], ["a"]),
    (r"^[[:a]]$", ["[]", ":]", "a]"], ["a", "b]"]),
    (r"^[a-z&&[b]]$", ["&]", "b]"], ["b"]),
    ("[]", [], ["", "a", "]"]),
    ("^[^]$", ["a", "\n"], ["", "ab"]),
    (r"^[\b]$", ["\b"], ["b"]),
    (r"^\x41\u0042\u{43}\cA\0\t$", ["ABC\x01\0\t"], ["ABC"]),
    (r"^\ud83d\ude00$", ["\U0001f600"], ["\U0001f601"]),
    (r"^[\ud83d\ude00-\u{1f602}]$", ["\U0001f601"], ["\U0001f603"]),
    (r"^\-\_\@\/[\<]\.\ $", ["-_@/<. "], ["-_@/<x "]),
    ("^a]b}c{$", ["a]b}c{"], ["a"]),
    ("^x{a}$", ["x{a}"], ["x"]),
    (r"^\p{L}$", ["a", "\xe9", "\u03b1"], ["1", "-"]),
    (r"^\p{Letter}\p{gc=Lu}\p{General_Category=Decimal_Number}$", ["aB1"], ["ab1"]),
    (r"^\P{L}$", ["1", "\n"], ["a", "\xe9"]),
    (r"^[\p{Nd}_]+$", ["\u09ea_4"], ["a"]),
    (r"^\p{ASCII}\p{White_Space}\p{Uppercase}$", ["a\x85\u00c9"], ["\xe9 A"]),
    (r"\bfoo\b", ["foo", "a foo!", "\xe9foo"], ["afoo", "foo_"]),
    (r"\Boo\B", ["food"], ["foo", "oops"]),
    (r"^\B$", [""], ["a"]),
    (r"a\b$", ["a", "!a"], ["ab"]),
    ("^(?=a)(?=.b)...$", ["abc"], ["acb", "ab"]),
    ("^(?!foo$).*$", ["", "food", "fo"], ["foo", "a\n"]),
    ("^(?!.*foo)", ["fo", "\nfoo"], ["foo", "a foo"]),
    ("^(?:(?!ab).)*$", ["", "ba", "aab"[:2]], ["ab", "bab"]),
    ("(?=(?!b)[abc])c", ["ac"], ["ab", ""]),
    ("^(?!(?!a))", ["ab"], ["b", ""]),
    ("(?<=a|bc)d", ["ad", "bcd"], ["d", "cd"]),
    ("(?<!a)b", ["b", "cb", "abb"], ["ab", "a"]),
    ("(?<=^|,)a", ["a", "x,a"], ["xa"]),
    ("(?<=a$)", ["ba"], ["ab", ""]),
    ("(?<=(?<!b)a)c", ["ac", "cac"], ["bac"]),
    ("(?<=^a*)b", ["b", "aab"], ["cb"]),
    ("(?!(?<=a)b)[bc]", ["ac", "cb", "abc"], ["ab"]),
    ("(?<x>a)(?P<y>b)", ["ab"], ["a"]),
    ("(?i:ab)c", ["ABc", "aBc"], ["abC"]),
    ("(?i)stra\xdfe", ["STRA\u1e9eE"], ["strasse"]),
    ("(?i:k)", ["k", "K", "\u212a"], ["x"]),
    ("(?i:[^k])", ["x"], ["k", "K", "\u212a"]),
    ("(?i:a(?-i:b))", ["Ab"], ["AB"]),
    (r"(?i:\bk\b)", ["K", "\u212a"], ["k\u017f"]),
    ("(?s)^.$", ["\n"], [""]),
    ("(?m:^a$)", ["b\na\nb", "a"], ["ba", "b\nab"]),
    (r"\Aa", ["ab"], ["ba"]),
]


@pytest.mark.parametrize(("pattern", "inside", "outside"), TABLE, ids=[row[0] or "empty" for row in TABLE])
def test_patterns_match_as_ecma_262_says(pattern: str, inside: list[str], outside: list[str]) -> None:
    """A pattern matches the words beside it and not the others."""
    built = language(pattern)
    assert [word for word in inside if not matches(built, word)] == []
    assert [word for word in outside if matches(built, word)] == []


REFUSED = [
    (r"(a)\1", "backreference"),
    (r"(?<x>a)\k<x>", "backreference"),
    ("(?P<x>a)(?P=x)", "backreference"),
    (r"[\1]", "backreference"),
    ("(?<=a(?=bc))d", "looks ahead inside a look behind"),
    ("(", "never closed"),
    ("(?=a", "never closed"),
    ("a)", "closes nothing"),
    ("[a", "never closed"),
    ("[b-a]", "ends before it begins"),
    ("*a", "nothing stands before"),
    ("a|+", "nothing stands before"),
    ("^*", "a place cannot be repeated"),
    ("a**", "repeated, or possessive"),
    ("a++", "repeated, or possessive"),
    ("a{2}{3}", "repeated, or possessive"),
    ("a{3,2}", "wrong order"),
    ("a{,2}", "write `{0,n}`"),
    ("a{99999999999}", "beyond reason"),
    ("[]a]", "a `]` stands alone"),
    ("(?>a)", "begins no group"),
    ("(?#x)a", "begins no group"),
    ("a(?i)b", "begins no group"),
    ("(?x)a", "begins no group"),
    ("(?(1)a|b)", "a condition"),
    ("(?ii:a)", "names a flag twice"),
    (r"a\Z", "write `$`"),
    (r"a\z", "write `$`"),
    (r"\a", "no escape"),
    (r"\<a", "write `<`"),
    (r"\x1", "no escape"),
    (r"\u12", "no escape"),
    (r"\u{110000}", "no such code point"),
    (r"\01", "no escape"),
    ("a\\", "nothing follows"),
    (r"\pL", "a property is written"),
    (r"\p{Klingon}", "no exact data"),
    (r"\p{Script=Greek}", "no exact data"),
    ("(" * 500 + ")" * 500, "in one another"),
    ("(?:(?=a)|b){1000}", "repeats a look around"),
]


@pytest.mark.parametrize(("pattern", "reason"), REFUSED, ids=[row[0][:20] for row in REFUSED])
def test_what_is_no_regular_language_is_refused_with_its_reason(pattern: str, reason: str) -> None:
    """A pattern that we cannot be exact about is refused, and the message says why."""
    with pytest.raises(PatternUnsupported) as raised:
        language(pattern)
    assert reason in str(raised.value)


def test_the_same_source_is_the_same_language() -> None:
    """Languages are built once."""
    assert language("^a+$") is language("^a+$")
