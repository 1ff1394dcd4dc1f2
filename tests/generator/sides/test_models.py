"""Types in Python, as pydantic says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.canonical import Json
from generator.errors import UsageInvalid
from generator.sides.models import read
from generator.sides.spelling import NamedType

SHOP = """
import dataclasses, typing, typing_extensions
import pydantic

print("this is no answer")

class Order(pydantic.BaseModel):
    total: int = 1
    @pydantic.computed_field
    @property
    def tax(self) -> int:
        return 1
    class Line(pydantic.BaseModel):
        keys: dict[typing.Annotated[str, pydantic.StringConstraints(pattern="^x")], int]

@dataclasses.dataclass
class Plain:
    total: int

NOTHING = 3
"""


CLOSED = {
    "additionalProperties": False,
    "patternProperties": {"^x": {"type": "integer"}},
    "title": "Keys",
    "type": "object",
}


def asked(folder: Path, name: str, mode: str = "validation", module: str = "shop") -> Json:
    """Return the schema of a type of a module in ``folder``."""
    return read(NamedType(f"{module}:{name}", module, name), mode, folder).schema


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with modules good and bad."""
    for name, text in {
        "shop": SHOP,
        "bare": "class Order:\n    class Line: ...\n",
        "broken": "import os\n\n1 / 0\n",
        "leaves": "raise SystemExit('goodbye')\n",
        "dies": "import os\nos._exit(7)\n",
        "types": "raise ImportError('this is not the module of that name')\n",
    }.items():
        (tmp_path / f"{name}.py").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "mode", "schema"),
    [
        ("Order", "validation", {"properties": {"total": {"default": 1, "title": "Total", "type": "integer"}}}),
        ("Order", "serialization", {"required": ["tax"]}),
        ("Order.Line", "validation", {"properties": {"keys": CLOSED}}),
        ("Plain", "validation", {"required": ["total"], "title": "Plain"}),
    ],
)
def test_models_dataclasses_and_plain_types_have_schemas(folder: Path, name: str, mode: str, schema: Json) -> None:
    """What is computed is answered and not asked for; a dict whose keys have a pattern takes no others."""
    found = asked(folder, name, mode)
    assert isinstance(found, dict)
    assert isinstance(schema, dict)
    assert {key: found[key] for key in schema} == schema
    assert ("required" in found) == (name == "Order.Line" or "required" in schema)


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [
        ("bare", "Ordr", "bare has no 'Ordr'; near: Order."),
        ("bare", "Order.Lines", "Order has no 'Lines'; near: Line."),
        ("shop", "NOTHING", "PydanticSchemaGenerationError: Unable to generate pydantic-core schema for 3."),
        ("nowhere", "X", "ModuleNotFoundError: No module named 'nowhere'. Run lockstep where Python finds the module"),
        ("broken", "X", "broken:X: ZeroDivisionError: division by zero (broken.py:3)."),
        ("leaves", "X", "leaves:X: SystemExit: goodbye (leaves.py:1)."),
        ("dies", "X", "dies:X: Python ended with 7 while it was imported."),
    ],
)
def test_a_module_that_fails_is_told_in_one_line(folder: Path, module: str, name: str, said: str) -> None:
    """Its own error and the line of the user's file, and no traceback of ours."""
    with pytest.raises(UsageInvalid) as caught:
        asked(folder, name, module=module)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
