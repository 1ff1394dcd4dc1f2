"""Small projects on disk, and their rendered code loaded as real modules."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from generator import contract, models, prompts, routes
from generator.answer import answer_schema
from generator.contract import Contract
from generator.project import Project, open_project
from generator.prompts import Prompt
from generator.units import Unit

UNIT = Unit("parcels", 1)

HEAD = """\
---
name: parcels
model: gpt-5
config: {temperature: 0}
input:
  kernel: v1
  schemas: [SCHEMAS]
output:
  schema: answer.schema.json
lockstep:
  why: Callers can follow a parcel.
  owner: depot
  budget_usd: 0.5
  writes: [api.py]
  operations:
OPERATIONS
---
"""
BODY = """\
{{role "system"}}
You write Python.
{{role "user"}}
Write {{ feature }}.
"""
GET = """\
    - id: get_parcel
      method: GET
      path: /v1/parcels/{parcel_id}
      summary: Follow a parcel
      parameters: {path: path.schema.json}
      response: parcel.schema.json
      errors: [404, 422]"""
PATH = {
    "title": "ParcelPath",
    "type": "object",
    "required": ["parcel_id"],
    "properties": {"parcel_id": {"type": "string", "minLength": 1}},
}
PARCEL = {
    "title": "Parcel",
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "properties": {"id": {"type": "string"}},
}
SIMPLE: dict[str, Any] = {"path.schema.json": PATH, "parcel.schema.json": PARCEL}


def head(schemas: dict[str, Any], operations: str = GET) -> str:
    """Return front matter that lists ``schemas`` and declares ``operations``."""
    return HEAD.replace("SCHEMAS", ", ".join(schemas)).replace("OPERATIONS", operations)


def make(root: Path, prompt: str | None = None, schemas: dict[str, Any] | None = None) -> Project:
    """Write a project with one unit, ``parcels/v1``; schemas may be texts or values."""
    given = SIMPLE if schemas is None else schemas
    files = {
        "pyproject.toml": '[tool.lockstep]\nkernel = "depot"\n',
        "schemas/kernel/v1.pyi": "class Kernel: ...\n",
        "schemas/answer.schema.json": json.dumps(answer_schema()),
        "prompts/parcels/v1/api.prompt": head(given) + BODY if prompt is None else prompt,
    }
    for name, schema in given.items():
        files[f"schemas/parcels/v1/{name}"] = schema if isinstance(schema, str) else json.dumps(schema)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return open_project(root)


def read(project: Project) -> tuple[Prompt, Contract]:
    """Load the unit's only prompt and its contract."""
    (prompt,) = prompts.load(project, UNIT)
    return prompt, contract.load(project, prompt)


@contextmanager
def bundle(
    root: Path, promised: Contract, api: str = "", models_text: str = "", routes_text: str = ""
) -> Iterator[Path]:
    """Write a rendered bundle below ``root`` and make it importable as ``bundle``, beside a kernel named ``depot``."""
    folder = root / "site" / "bundle"
    folder.mkdir(parents=True, exist_ok=True)
    stubs = "\n\n\n".join(f"{each.signature}\n    raise NotImplementedError" for each in promised.operations)
    (folder / "__init__.py").write_text("")
    (folder / "shapes.py").write_text(models.shapes())
    (folder / "models.py").write_text(models_text or _rendered(promised))
    (folder / "routes.py").write_text(routes_text or routes.render(promised))
    (folder / "api.py").write_text(api or f"from depot import Kernel\nfrom .models import *\n\n{stubs}\n")
    (root / "site" / "depot.py").write_text("class Kernel: ...\n")
    _forget()
    sys.path.insert(0, str(root / "site"))
    try:
        yield folder
    finally:
        sys.path.remove(str(root / "site"))
        _forget()


def _rendered(promised: Contract) -> str:
    """Render each contract's models once: they do not change, and it takes a while."""
    if id(promised) not in _RENDERED:
        _RENDERED[id(promised)] = (promised, models.render(promised))
    return _RENDERED[id(promised)][1]


_RENDERED: dict[int, tuple[Contract, str]] = {}


def _forget() -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in {"bundle", "depot"}]:
        del sys.modules[name]


def loaded(part: str) -> ModuleType:
    """Import ``models``, ``routes`` or ``api`` of the bundle at hand."""
    importlib.invalidate_caches()
    return importlib.import_module(f"bundle.{part}")
