"""One large OpenAPI document and the same with one change deep within it, far from the schema that leads there."""

from __future__ import annotations

import copy
from collections import deque
from dataclasses import dataclass

from generator.canonical import Json
from generator.containment import Dialect
from tests.benchmarks.suites.question import Question, obj

AT = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Large:
    """The document, the changed one, how many schemas and how many of them recursive, and where the change is."""

    old: dict[str, Json]
    new: dict[str, Json]
    schemas: int
    recursive: int
    root: str
    changed: str
    depth: int

    def question(self) -> Question:
        """Return the document's most far-reaching schema against itself with the change, with all it refers to."""
        dialect = Dialect.openapi3_1 if str(self.old["openapi"]).startswith("3.1") else Dialect.openapi3_0
        old, new = ({"$ref": AT + self.root, "components": document["components"]} for document in (self.old, self.new))
        return Question(f"{self.root} with a change in {self.changed}", old, new, dialect, subset=False)


def large(document: dict[str, Json]) -> Large:
    """Change the schema that is farthest from the schema that leads to the most others."""
    schemas = obj(obj(document["components"])["schemas"])
    leads = {name: named(held) & schemas.keys() for name, held in schemas.items()}
    far = {name: distances(name, leads) for name in schemas}
    recursive = [name for name in schemas if any(name in far[held] for held in leads[name])]
    root = max(recursive or schemas, key=lambda name: (len(far[name]), name))
    new = copy.deepcopy(document)
    changed = obj(obj(new["components"])["schemas"])
    for name in sorted(far[root], key=lambda name: (-far[root][name], name)):
        if loosened(changed[name]):
            return Large(document, new, len(schemas), len(recursive), root, name, far[root][name])
    raise AssertionError("no schema of the document can be loosened")


def loosened(schema: Json) -> bool:
    """Let the first plain string among an object's properties be an integer too; say whether there was one."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, held in sorted(obj(properties).items()) if properties else ():
        if isinstance(held, dict) and held.get("type") == "string":
            obj(properties)[name] = {"anyOf": [held, {"type": "integer"}]}
            return True
    return False


def named(schema: Json) -> set[str]:
    """Return the names of the components that a schema refers to."""
    found, todo = set(), [schema]
    while todo:
        match todo.pop():
            case dict() as held:
                to = held.get("$ref")
                if isinstance(to, str) and to.startswith(AT):
                    found.add(to.removeprefix(AT))
                todo += held.values()
            case list() as held:
                todo += held
    return found


def distances(root: str, leads: dict[str, set[str]]) -> dict[str, int]:
    """Return how many references away each schema is that ``root`` leads to, itself included."""
    found, todo = {root: 0}, deque([root])
    while todo:
        name = todo.popleft()
        for held in sorted(leads[name] - found.keys()):
            found[held] = found[name] + 1
            todo.append(held)
    return found
