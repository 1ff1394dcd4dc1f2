"""Rules on the text itself: comments that switch checkers off, and characters that hide what is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.policy.source import Breach

# Looked for in every line, strings included: mypy reads its own comments by line, whatever stands around them.
_SILENCERS = re.compile(
    r"#\s*(?P<word>type\s*:|noqa\b|mypy\s*:|pyright\s*:|ruff\s*:|pylint\s*:|flake8\s*:|fmt\s*:|isort\s*:|yapf\s*:|"
    r"pragma\b|nosec\b|nosemgrep\b|pyre-|pytype\s*:)",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"[ \t\f]*#.*?coding[:=]", re.ASCII)


def check_text(text: str) -> Iterator[Breach]:
    """Yield breaches that stand in the text and not in the tree. Works on any text, parsable or not."""
    for number, line in enumerate(text.split("\n"), start=1):
        silencer = _SILENCERS.search(line)
        if silencer is not None:
            word = silencer["word"].lower()
            yield Breach("safety/type-ignore", number, f"a comment `# {word}` steers a checker", "Mend what it hides.")
        if number <= 2 and _COOKIE.match(line):
            yield Breach("safety/hidden-text", number, "the file declares an encoding; it is UTF-8", "Take it out.")
        for character in line.removesuffix("\r"):
            if _is_hidden(character):
                yield Breach(
                    "safety/hidden-text",
                    number,
                    f"the invisible character U+{ord(character):04X} stands in the text",
                    "Take it out, or write it as an escape.",
                )
                break


def _is_hidden(character: str) -> bool:
    """Say whether a character shows nothing or changes the order in which others show (but tab is well known)."""
    if " " <= character <= "~" or character == "\t":
        return False
    category = unicodedata.category(character)
    return category in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} or (category == "Zs" and character != " ")


def check_identifiers(text: str) -> Iterator[Breach]:
    """Yield names that are not ASCII: Python folds look-alikes together, so what is read is not what is run.

    ``text`` must compile; strings and comments may hold any letters.
    """
    import io  # noqa: PLC0415 - only for the few files that are not ASCII
    import tokenize  # noqa: PLC0415 - as above

    if text.isascii():
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in {tokenize.NAME, tokenize.ERRORTOKEN} and not token.string.isascii():
            yield Breach("safety/name", token.start[0], f"the name {token.string[:40]!a} is not plain ASCII")
