"""The examples of the W3C ACT rules on keyboard traps, read from a checkout of act-rules/act-rules.github.io.

``_rules/focusable-no-keyboard-trap-*.md`` hold them as code blocks below headings such as ``Failed Example 2``. What
fails is a trap; what passes, or is not applied to, is none. They ask for scripts below ``/test-assets/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.looks.browsers.site import Answer, Resource
from tests.benchmarks.traps.case import Case

_EXAMPLE = re.compile(
    r"^#### (?P<name>(?P<outcome>Passed|Failed|Inapplicable) Example \d+)\n(?P<why>.*?)^```html\n(?P<html>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
_ID = re.compile(r"^id: (\w+)$", re.MULTILINE)


def cases(folder: Path) -> Iterator[Case]:
    """Yield each example. Raises ValueError where ``folder`` is no such checkout."""
    rules = sorted(folder.glob("_rules/focusable-no-keyboard-trap*.md"))
    if not rules:
        raise ValueError(f"{folder} holds no _rules/focusable-no-keyboard-trap*.md: give a checkout of the ACT rules")
    for rule in rules:
        text = rule.read_text(encoding="utf-8")
        named = _ID.search(text)
        for found in _EXAMPLE.finditer(text):
            name = f"{named[1] if named else rule.stem} {found['name']}"
            why = " ".join(found["why"].split())
            yield Case(name, found["outcome"] == "Failed", why, _served(folder, found["html"]))


def _served(folder: Path, html: str) -> Answer:
    # A block without a doctype is the body of a page: https://act-rules.github.io/pages/design/test-cases/
    text = html if "<!doctype" in html.lower() else f'<!DOCTYPE html><html lang="en"><title>Example</title>\n{html}'

    def answer(path: str) -> Resource | None:
        if path == "/":
            return Resource(text.encode(), "text/html; charset=utf-8")
        file = (folder / path.partition("?")[0].lstrip("/")).resolve()
        if file.suffix == ".js" and file.is_relative_to((folder / "test-assets").resolve()) and file.is_file():
            return Resource(file.read_bytes(), "text/javascript; charset=utf-8")
        return None

    return answer
