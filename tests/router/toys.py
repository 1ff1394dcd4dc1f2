"""A small project to serve: a kernel that remembers notes, and bundles with true manifests."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Mapping
from pathlib import Path

KERNEL = '''
"""A toy kernel: notes in memory, with the exceptions that the router's protocol asks for."""
from contextlib import asynccontextmanager

class ToyError(Exception):
    status, type, title = 409, "/problems/note-taken", "Note taken"
    def __init__(self, detail, **extensions):
        super().__init__(detail)
        self.detail, self.extensions = detail, extensions

class Kernel:
    def __init__(self, url):
        self.url, self.notes = url, []

@asynccontextmanager
async def lifespan(database_url):
    yield Kernel(database_url)

async def demo(kernel):
    kernel.notes.append("welcome")
'''

MODELS = """
from pydantic import BaseModel, ConfigDict, Field

class NoteHeaders(BaseModel):
    idempotency_key: str = Field(alias="Idempotency-Key", min_length=1)

class NoteQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(10, ge=1, le=100)

class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=50)
    weight: float = 0.0
    count: int = 0

class Note(BaseModel):
    text: str
    version: str

class Page(BaseModel):
    notes: list[Note]
"""

ROUTES = """
from typing import Annotated
from fastapi import APIRouter, Body, Header, Path, Query, Request
from . import api
from .models import NewNote, Note, NoteHeaders, NoteQuery, Page

router = APIRouter()

@router.get("/v1/FEATURE", operation_id="list_FEATURE")
async def list_notes(request: Request, query: Annotated[NoteQuery, Query()]) -> Page:
    return await api.list_notes(request.app.state.kernel, query)

@router.post("/v1/FEATURE", operation_id="add_FEATURE", status_code=201)
async def add_note(
    request: Request, headers: Annotated[NoteHeaders, Header()], body: Annotated[NewNote, Body()]
) -> Note:
    return await api.add_note(request.app.state.kernel, headers, body)

@router.get("/v1/FEATURE/latest", operation_id="latest_FEATURE")
async def latest(request: Request) -> Note:
    return await api.latest(request.app.state.kernel)

@router.get("/v1/FEATURE/{name}", operation_id="get_FEATURE")
async def get_note(request: Request, name: Annotated[str, Path()]) -> Note:
    return await api.get_note(request.app.state.kernel, name)
"""

API = """
from KERNEL import Kernel, ToyError
from .models import NewNote, Note, NoteHeaders, NoteQuery, Page

VERSION = "vNUMBER"

async def list_notes(kernel: Kernel, query: NoteQuery) -> Page:
    return Page(notes=[Note(text=text, version=VERSION) for text in kernel.notes[-query.limit:]])

async def add_note(kernel: Kernel, headers: NoteHeaders, body: NewNote) -> Note:
    if body.text in kernel.notes:
        raise ToyError(f"The note {body.text} is taken.", taken=body.text, status=1)
    kernel.notes.append(body.text)
    return Note(text=body.text, version=VERSION)

async def latest(kernel: Kernel) -> Note:
    return Note(text=kernel.notes[-1], version=VERSION)

async def get_note(kernel: Kernel, name: str) -> Note:
    if name == "secret":
        raise RuntimeError("password=hunter2")
    return Note(text=name, version=VERSION)
"""


def make_project(root: Path, kernel: str = "toykernel") -> Path:
    """Write pyproject.toml and the toy kernel; return ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text(
        f'[project]\nname = "toy-shop"\nversion = "1.2"\ndescription = "Toys."\n\n'
        f'[tool.lockstep]\nkernel = "{kernel}"\ntargeting_key = ["Lockstep-Targeting-Key", "Tenant"]\n'
    )
    (root / f"{kernel}.py").write_text(KERNEL)
    return root


def make_bundle(
    root: Path,
    feature: str = "notes",
    version: int = 1,
    *,
    kernel: str = "toykernel",
    files: Mapping[str, str] | None = None,
    operations: list[dict[str, object]] | None = None,
) -> Path:
    """Write ``generated/<feature>/v<version>`` below ``root`` with a true manifest; ``files`` replace the toy's."""
    contents = {
        "__init__.py": '"""A toy."""\n',
        "models.py": MODELS,
        "routes.py": ROUTES.replace("FEATURE", feature),
        "api.py": API.replace("NUMBER", str(version)).replace("KERNEL", kernel),
        **(files or {}),
    }
    folder = root / "generated" / feature / f"v{version}"
    folder.mkdir(parents=True)
    for path, text in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(textwrap.dedent(text))
    seal(folder, feature, version, kernel, operations)
    return folder


def seal(
    folder: Path,
    feature: str,
    version: int,
    kernel: str = "toykernel",
    operations: list[dict[str, object]] | None = None,
) -> None:
    """Write the bundle.json that is true of what lies in ``folder`` now."""
    files = {
        path.relative_to(folder).as_posix(): {
            "origin": "rendered",
            "answered": None,
            "written": hashlib.sha256(path.read_bytes()).hexdigest(),
            "semantic": "0" * 64,
        }
        for path in folder.rglob("*")
        if path.is_file() and path.name != "bundle.json"
    }
    table = {
        "lock_version": 1,
        "feature": feature,
        "version": version,
        "parent": None,
        "inputs": {},
        "prompts": {},
        "schemas": {},
        "kernel": kernel,
        "operations": [*(toy_operations(feature) if operations is None else operations)],
        "files": files,
        "openapi": "0" * 64,
        "waivers": None,
        "rendered_with": {},
    }
    write_manifest(folder, table)


def write_manifest(folder: Path, table: dict[str, object]) -> None:
    """Write ``table`` as bundle.json with the bundle_id that its other keys have."""
    others = {key: value for key, value in table.items() if key != "bundle_id"}
    canonical = json.dumps(others, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    whole = {**others, "bundle_id": hashlib.sha256(canonical).hexdigest()}
    (folder / "bundle.json").write_text(json.dumps(whole, sort_keys=True, indent=2, ensure_ascii=False) + "\n")


def toy_operations(feature: str) -> list[dict[str, object]]:
    """Return the operations of the toy bundle."""
    rows = [
        ("list", "GET", f"/v1/{feature}", 200),
        ("add", "POST", f"/v1/{feature}", 201),
        ("latest", "GET", f"/v1/{feature}/latest", 200),
        ("get", "GET", f"/v1/{feature}/{{name}}", 200),
    ]
    return [
        {"id": f"{verb}_{feature}", "method": method, "path": path, "status": status}
        for verb, method, path, status in rows
    ]
