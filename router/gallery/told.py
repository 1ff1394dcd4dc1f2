"""What a bundle's ``stories.json`` says, read at the edge: it is an answer's, so a stranger's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from router.loader import Bundle

MOST_STORIES = 200  # of one component; more would be nobody's to look at
_MOST_ROWS = 40  # of steps, patterns and masks

Row = Mapping[str, str]


class Unreadable(Exception):
    """A ``stories.json`` that is none; the message says where it is wrong."""


@dataclass(frozen=True, slots=True)
class Told:
    """One story as its file has it.

    ``props`` is JSON, indented. ``steps``, ``patterns`` and ``masks`` are rows of texts, what is no text as JSON.
    """

    name: str
    summary: str
    locale: str = ""
    zone: str = "UTC"
    hour12: bool = False
    props: str = "{}"
    slots: Row = field(default_factory=dict)
    steps: tuple[Row, ...] = ()
    patterns: tuple[Row, ...] = ()
    masks: tuple[Row, ...] = ()


def stories(bundle: Bundle, component: str) -> tuple[Told, ...]:
    """Return the stories of a component in their order. Raises Unreadable."""
    data = bundle.files.get(f"ui/{component}/stories.json")
    if data is None:
        raise Unreadable("there is no stories.json")
    return _parsed(data)


@lru_cache(maxsize=512)  # a page asks for the same files once for each of their stories
def _parsed(data: bytes) -> tuple[Told, ...]:
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not JSON ({error})") from error
    if not isinstance(rows, list) or len(rows) > MOST_STORIES:
        raise Unreadable(f"it is no list of at most {MOST_STORIES} stories")
    return tuple(_story(f"/{index}", row) for index, row in enumerate(rows))


def _story(place: str, row: object) -> Told:
    if not isinstance(row, dict):
        raise Unreadable(f"{place} is no object")
    for key in ("name", "summary"):
        if not isinstance(row.get(key), str):
            raise Unreadable(f"{place}/{key} is missing, or no text")
    view = row.get("view")
    seen = view if isinstance(view, dict) else {}
    slots = row.get("slots")
    return Told(
        name=row["name"],
        summary=row["summary"],
        locale=str(seen.get("locale", "")),
        zone=str(seen.get("zone", "UTC")),
        hour12=seen.get("hour12") is True,
        props=_json(row.get("props", {})),
        slots=_row(slots) if isinstance(slots, dict) else {},
        steps=_rows(row.get("steps")),
        patterns=_rows(row.get("patterns")),
        masks=_rows(row.get("masks")),
    )


def _rows(listed: object) -> tuple[Row, ...]:
    rows = listed[:_MOST_ROWS] if isinstance(listed, list) else []
    return tuple(_row(row) for row in rows if isinstance(row, dict))


def _row(table: Mapping[str, object]) -> Row:
    return {key: value if isinstance(value, str) else _json(value) for key, value in table.items()}


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
