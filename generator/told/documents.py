"""A comparison for programs: JSON of our own (docs/formats.md says what is in it) and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from generator import exact_json
from generator.canonical import Json, digest
from generator.told import Named, Row, Snippet, Told

_WIDTH = 100
_INDENT = 24
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(told: Told) -> str:
    """Return the comparison as one JSON document; its numbers are exact."""
    document: dict[str, Json] = {
        "kind": told.kind,
        "verdict": told.verdict,
        "blocked": told.blocked,
        "direction": told.direction,
        "old": {"named": told.old.spelled, "file": told.old.place},
        "new": {"named": told.new.spelled, "file": told.new.place},
        "changes": [_row(row, told.kind) for row in told.rows],
        **_present(gained=told.gained, lost=told.lost),
    }
    if told.reason:
        document["reason"] = told.reason
    return _pretty(document) + "\n"


def _row(row: Row, kind: str) -> dict[str, Json]:
    shown: dict[str, Json] = {"rule": row.rule, "moved": row.moved, "blocks": row.blocks, "words": row.words}
    if kind == "api":
        shown |= {"side": row.side, "operations": list(row.operations)}
    if kind == "module":
        shown |= {"name": row.name, "part": row.part, "line": row.line, "is_old": row.is_old}
    else:
        shown |= {"old_pointer": row.old_pointer, "new_pointer": row.new_pointer}
    shown |= _present(old=row.old, new=row.new, gained=row.gained, lost=row.lost)
    return shown | ({"reason": row.reason} if row.reason else {})


def _present(**snippets: Snippet | None) -> dict[str, Json]:
    return {name: snippet.value for name, snippet in snippets.items() if snippet is not None}


def _pretty(value: Json, indent: str = "") -> str:
    """Indent objects and lists that hold others; what fits on a line stays on it, and no number is rounded."""
    line = exact_json.write(value)
    if len(line) + len(indent) <= _WIDTH or len(indent) > _INDENT or not isinstance(value, dict | list) or not value:
        return line
    inner = f"{indent}  "
    if isinstance(value, dict):
        parts = [f"{exact_json.write(key)}: {_pretty(item, inner)}" for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        parts = [_pretty(item, inner) for item in value]
        opening, closing = "[", "]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{closing}"


def as_sarif(told: Told) -> str:
    """Return the comparison as SARIF 2.1.0: each change a result at its place in NEW; what blocks is an error."""
    rows = told.rows or ((_whole(told),) if told.blocked else ())
    rules = sorted({row.rule for row in rows})
    found = _lines(told.new, [row.new_pointer for row in rows])
    driver: dict[str, Json] = {"name": "lockstep", "rules": [_rule(rule) for rule in rules]}
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {"FOLDER": {"description": {"text": "The folder that lockstep ran in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, told, rules.index(row.rule), found) for row in rows],
    }
    return _pretty({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _whole(told: Told) -> Row:
    """Return the comparison as one row, where nobody could say what made it so."""
    words = f"{told.new.spelled} against {told.old.spelled}: {told.verdict}"
    return Row(told.verdict, told.verdict, True, words, "", "", gained=told.gained, lost=told.lost, reason=told.reason)  # noqa: FBT003


def _rule(rule: str) -> dict[str, Json]:
    return {"id": f"types/{rule}", "shortDescription": {"text": rule.replace("-", " ")}}


def _result(row: Row, told: Told, index: int, lines: dict[str, int]) -> dict[str, Json]:
    result: dict[str, Json] = {
        "ruleId": f"types/{row.rule}",
        "ruleIndex": index,
        "level": "error" if row.blocks else "note",
        "message": {"text": "\n".join(_sentences(row))},
        "locations": [_code(told, row) if row.name else _location(told.new, row.new_pointer, lines)],
        "partialFingerprints": {
            "lockstep/v1": digest(
                [row.rule, row.side, row.name, row.part, row.old_pointer, row.new_pointer, row.words, *row.operations]
            )
        },
    }
    if row.old_pointer is not None:
        old: dict[str, Json] = {"id": 1, "message": {"text": "old"}, **_location(told.old, row.old_pointer, {})}
        result["relatedLocations"] = [old]
    return result


def _code(told: Told, row: Row) -> dict[str, Json]:
    """Return the place of a change in a Python module."""
    place: dict[str, Json] = {"artifactLocation": {"uri": _uri(told.new.place), "uriBaseId": "FOLDER"}}
    if row.line is not None and not row.is_old:
        place["region"] = {"startLine": row.line}
    return {
        "physicalLocation": place,
        "logicalLocations": [{"fullyQualifiedName": row.name, "kind": "function" if row.part else "member"}],
    }


def _sentences(row: Row) -> Iterator[str]:
    yield row.words
    if row.operations:
        yield f"Reaches: {', '.join(row.operations)}"
    for label, snippet in (("Old", row.old), ("New", row.new)):
        if snippet is not None:
            yield f"{label}: {exact_json.shortened(exact_json.write(snippet.value), 300)}"
    for label, snippet in (("Taken now", row.gained), ("Refused now", row.lost)):
        if snippet is not None:
            yield f"{label}: {exact_json.write(snippet.value)}"
    if row.reason:
        yield f"Reason: {row.reason}"


def _location(side: Named, pointer: str | None, lines: dict[str, int]) -> dict[str, Json]:
    file, inside = _parts(side, pointer or "")
    place: dict[str, Json] = {"artifactLocation": {"uri": _uri(file), "uriBaseId": "FOLDER"}}
    if pointer in lines:
        place["region"] = {"startLine": lines[pointer or ""]}
    location: dict[str, Json] = {"physicalLocation": place}
    if pointer is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": inside, "kind": "member"}]
    return location


def _parts(side: Named, pointer: str) -> tuple[str, str]:
    """Split ``other.yaml#/a`` from its file, which lies beside the side's own."""
    file, sign, inside = pointer.partition("#")
    if not sign or pointer.startswith("/"):
        return side.place, pointer
    return f"{side.place.rpartition('/')[0]}/{file}".removeprefix("/"), inside


def _lines(side: Named, pointers: list[str | None]) -> dict[str, int]:
    if not side.data:
        return {}
    from generator.sides.lines import lines  # noqa: PLC0415  # PyYAML is loaded only where a document was read

    return lines(side.data, [pointer for pointer in pointers if pointer is not None])


def _uri(path: str) -> str:
    return quote(path, safe="/-._~")
