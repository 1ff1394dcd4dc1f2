"""Which documents references lead to."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from generator.canonical import Json
from generator.errors import UsageInvalid
from generator.sides import given
from generator.sides.references import Shelf, leads_away
from generator.sides.stores import Disk

FAR = "https://example.com/schemas"


def lay(folder: Path, **files: Json) -> None:
    """Write JSON files below ``folder``; ``__`` in a name is a folder's end."""
    for name, value in files.items():
        file = folder / f"{name.replace('__', '/')}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))


def gathered(folder: Path, document: Json, pointer: str = "", given_as: tuple[str, ...] = ()) -> list[str]:
    """Return the addresses of the documents that were followed to, as seen from ``folder``."""
    with contextlib.chdir(folder.parent):
        shelf = Shelf(Disk(), folder, given(given_as, folder))
        found = shelf.gather(document, pointer, (folder / "root.json").as_uri(), f"{folder.name}/root.json")
    return sorted(uri.removeprefix(f"{folder.as_uri()}/") for uri in found)


@pytest.mark.parametrize(
    ("document", "pointer", "followed"),
    [
        ({"$ref": "#/$defs/a", "$defs": {"a": {}}}, "", []),
        ({"$ref": "a.json"}, "", ["a.json", "sub/b.json"]),
        ({"$ref": "loop.json#"}, "", ["loop.json"]),
        ({"$ref": "a.json#/$defs/b"}, "", ["a.json", "sub/b.json"]),
        ({"$ref": "sub/b.json"}, "", ["sub/b.json"]),
        ({"properties": {"x": {"$ref": "missing.json"}, "y": {"$ref": "sub/b.json"}}}, "/properties/y", ["sub/b.json"]),
        ({"$ref": "loop.json"}, "", ["loop.json"]),
        ({"enum": [{"$ref": "missing.json"}], "properties": {"enum": {"$ref": "sub/b.json"}}}, "", ["sub/b.json"]),
        ({"properties": {"$ref": {"const": {"$ref": "missing.json"}}}}, "", []),
        ({"$id": f"{FAR}/root.json", "$ref": "sub/b.json"}, "", [f"{FAR}/sub/b.json"]),
        ({"$ref": f"{FAR}/named.json"}, "", ["named_elsewhere.json", f"{FAR}/named.json"]),
        ({"$ref": f"{FAR}/inner.json"}, "", ["named_elsewhere.json", f"{FAR}/inner.json"]),
        ({"$ref": "in.json", "$defs": {"x": {"$id": "in.json"}}}, "", []),
        ({"$defs": {"x": {"$id": "deep/in.json", "$ref": "../loop.json"}}}, "", ["loop.json"]),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "id": f"{FAR}/r", "$ref": "r#"}, "", []),
        ({"$id": "urn:example:r", "$ref": "#/$defs/a", "$defs": {"a": {}}}, "", []),
        ({"$ref": "nowhere/in/it#/x"}, "/none", []),
        (True, "", []),
    ],
)
def test_what_is_reached_is_found_beside_the_file(
    tmp_path: Path, document: Json, pointer: str, followed: list[str]
) -> None:
    """Relative to the file or to its ``$id``, or by another file's own; what nothing leads to is not looked for."""
    named: Json = {"$id": f"{FAR}/named.json", "$defs": {"x": {"$id": "inner.json"}}}
    lay(
        tmp_path / "s",
        a={"$defs": {"b": {"$ref": "sub/b.json#"}}},
        sub__b={"type": "string"},
        loop={"$ref": "loop.json"},
        named_elsewhere=named,
    )
    assert gathered(tmp_path / "s", document, pointer) == sorted(followed)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("no.json", "s/root.json#/items/$ref: 'no.json' is not there. Put it at s/no.json, or name it: --with FILE"),
        ("../out.json", "s/root.json#/items/$ref: '../out.json' lies outside of s. Name it: --with out.json"),
        ("link.json", "'link.json' lies outside of s"),
        (f"{FAR}/x.json", "is not fetched, and no file below s has it as its $id. Name the file"),
        ("a.json", "s/a.json#/$ref: 'far/b.json' is not there. Put it at s/far/b.json"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_place_and_remedy(tmp_path: Path, reference: str, said: str) -> None:
    """Nothing is fetched, and nothing outside of the folder is read unasked, not even through a link."""
    lay(tmp_path, out={"type": "string"}, s__a={"$ref": "far/b.json"})
    (tmp_path / "s/link.json").symlink_to(tmp_path / "out.json")
    with pytest.raises(UsageInvalid) as caught:
        gathered(tmp_path / "s", {"items": {"$ref": reference}})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("reference", "named", "followed"),
    [
        ("../out.json", "../out.json", []),
        (f"{FAR}/mine.json", "../out.json", [f"{FAR}/mine.json"]),
        (f"{FAR}/other.json", f"{FAR}/other.json=../out.json", [f"{FAR}/other.json"]),
    ],
)
def test_what_is_given_is_found(tmp_path: Path, reference: str, named: str, followed: list[str]) -> None:
    """By its path, by its own ``$id``, or by the address that it was given."""
    lay(tmp_path, out={"$id": f"{FAR}/mine.json"}, s__a=True)
    found = gathered(tmp_path / "s", {"$ref": reference}, given_as=(named,))
    assert set(followed) <= set(found)
    assert len(found) > 0


def test_what_is_given_must_be_there(tmp_path: Path) -> None:
    """A misspelled --with is said at once."""
    with pytest.raises(UsageInvalid, match=r"there is no file b\.json"):
        given(("b.json",), tmp_path)


def test_the_drafts_own_schemas_need_no_file(tmp_path: Path) -> None:
    """A reference to a metaschema is met, with all that it leads to itself."""
    (tmp_path / "s").mkdir()
    found = gathered(tmp_path / "s", {"$ref": "https://json-schema.org/draft/2020-12/schema"})
    assert "https://json-schema.org/draft/2020-12/meta/core" in found


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ('{"$ref": "#/a"}', False),
        ('{"$ref" : "a.json"}', True),
        ("$ref: '#/a'", False),
        ("$ref: a.yaml", True),
        ("$ref:\n  a.yaml", True),
        ('{"properties": {"$ref": {"type": "string"}}}', False),
        ('{"\\u0024ref": "a.json"}', True),
        ('{"$dynamicRef":"#x"}', False),
    ],
)
def test_a_document_that_refers_to_itself_alone_is_told_by_its_text(text: str, *, away: bool) -> None:
    """Where no reference leads away nobody looks for one."""
    assert leads_away(text.encode()) is away
