"""Words that a pattern is likely to match, by walking Python's reading of it; no promise that it does."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import Any

_ANY = "abcxyzABC019_- .:/@\n\té😀"
_OF = {"CATEGORY_DIGIT": "0189", "CATEGORY_WORD": "abzAZ09_", "CATEGORY_SPACE": " \t\n", "CATEGORY_NOT_DIGIT": "ab-\n",
       "CATEGORY_NOT_WORD": "- .\n", "CATEGORY_NOT_SPACE": "a0-"}  # fmt: skip


def word(pattern: str, rng: random.Random) -> str:
    """Return such a word; some text where Python cannot read the pattern."""
    parsed = _parsed(pattern)
    if parsed is None:
        return rng.choice(["a", "A", "0", "é", "aa", "ab"])
    made = _walk(parsed, rng)
    if not pattern.startswith("^") and rng.random() < 0.3:
        made = rng.choice(_ANY) + made
    if not pattern.endswith("$") and rng.random() < 0.4:
        made += rng.choice(_ANY)
    return made


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> Any:  # noqa: ANN401  # Python's own tree has no type
    try:
        return re._parser.parse(pattern)  # there is no public reader
    except (re.error, OverflowError, RecursionError):
        return None


def _walk(nodes: Any, rng: random.Random) -> str:  # noqa: ANN401
    return "".join(_one(str(kind), said, rng) for kind, said in nodes)


def _one(kind: str, said: Any, rng: random.Random) -> str:  # noqa: ANN401, PLR0911  # a case a return
    match kind:
        case "LITERAL":
            return chr(said)
        case "NOT_LITERAL":
            return rng.choice([one for one in _ANY if ord(one) != said])
        case "ANY":
            return rng.choice(_ANY.replace("\n", ""))
        case "IN":
            return _among(said, rng)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inside = said
            most = min(int(most), int(least) + rng.choice([0, 1, 1, 2, 3]))
            return "".join(_walk(inside, rng) for _ in range(min(rng.randint(int(least), max(int(least), most)), 300)))
        case "SUBPATTERN":
            return _walk(said[-1], rng)
        case "BRANCH":
            return _walk(rng.choice(said[1]), rng)
        case "ASSERT":
            return _walk(said[1], rng) if rng.random() < 0.5 else ""
    return ""


def _among(parts: Any, rng: random.Random) -> str:  # noqa: ANN401
    if str(parts[0][0]) == "NEGATE":
        barred = {chr(said) for kind, said in parts if str(kind) == "LITERAL"}
        return rng.choice([one for one in _ANY if one not in barred])
    kind, said = rng.choice(parts)
    if str(kind) == "RANGE":
        return chr(rng.choice([said[0], said[1], rng.randint(*said)]))
    return chr(said) if str(kind) == "LITERAL" else rng.choice(_OF.get(str(said), _ANY))
