"""All example pages of the ARIA Authoring Practices, read from a checkout of w3c/aria-practices. None is a trap."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path

from generator.looks.browsers.site import Answer, Resource
from tests.benchmarks.traps.case import Case


def cases(folder: Path) -> Iterator[Case]:
    """Yield each example page. Raises ValueError where ``folder`` is no such checkout."""
    pages = sorted(folder.glob("content/patterns/*/examples/*.html"))
    if not pages:
        raise ValueError(f"{folder} holds no content/patterns/*/examples/*.html: give a checkout of w3c/aria-practices")
    answer = _served(folder)
    for page in pages:
        path = page.relative_to(folder).as_posix()
        yield Case(
            path.removeprefix("content/patterns/"),
            trap=False,
            why="an example to follow",
            answer=answer,
            path=f"/{path}",
        )


def _served(folder: Path) -> Answer:
    root = folder.resolve()

    def answer(path: str) -> Resource | None:
        file = (root / path.partition("?")[0].lstrip("/")).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            return None
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Resource(file.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)

    return answer
