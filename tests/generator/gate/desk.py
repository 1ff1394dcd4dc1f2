"""A small project to break: one kernel that keeps notes in memory, one feature, answers written by a person."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from generator import recordings, regenerate
from generator.canonical import digest, pretty_json, sha256
from generator.gate.base import find_base
from generator.gate.cache import open_cache
from generator.gate.scope import Scope, open_scope
from generator.options import Options
from generator.project import Project, open_project
from generator.question import questions
from generator.requests import Completion, Source
from generator.units import Unit

REPOSITORY = Path(__file__).parents[3]
TODAY = date(2026, 6, 1)
V1, V2 = Unit("notes", 1), Unit("notes", 2)

KERNEL = '''"""A kernel that keeps notes in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    id: int
    text: str


class NoteMissing(Exception):
    status = 404
    type = "/problems/note-missing"
    title = "There is no such note"
    detail = "Keep one first."
    extensions: dict[str, object] = {}


class Kernel:
    def __init__(self) -> None:
        self.notes: list[Kept] = []

    async def keep(self, text: str) -> Kept:
        self.notes.append(Kept(len(self.notes), text))
        return self.notes[-1]

    async def find(self, note: int) -> Kept:
        if note >= len(self.notes):
            raise NoteMissing
        return self.notes[note]


@asynccontextmanager
async def lifespan(database_url: str) -> AsyncIterator[Kernel]:
    yield Kernel()
'''

STUB = '''"""The desk keeps notes."""

from dataclasses import dataclass

__all__ = ["Kept", "Kernel"]

@dataclass(frozen=True)
class Kept:
    id: int
    text: str

class Kernel:
    async def keep(self, text: str) -> Kept: ...
    async def find(self, note: int) -> Kept: ...
'''

PROMPT = """---
name: notes
model: gpt-5
config: {temperature: 0}
input:
  kernel: v1
  schemas: [new_note.schema.json, note.schema.json, path.schema.json]
output:
  schema: answer.schema.json
lockstep:
  why: People keep notes.
  owner: desk
  budget_usd: 0
  writes: [api.py]
  operations:
    - id: keep_note
      method: POST
      path: /v1/notes
      summary: Keep a note
      body: new_note.schema.json
      response: note.schema.json
      status: 201
      errors: [400, 415, 422]
    - id: read_note
      method: GET
      path: /v1/notes/{note_id}
      summary: Read a note
      parameters: {path: path.schema.json}
      response: note.schema.json
      errors: [404, 422]
---
{{role "user"}}
Write api.py.
{% for operation in operations %}
{{ operation.signature }}
{% endfor %}
{{ models }}
"""

SCHEMAS: dict[str, dict[str, object]] = {
    "new_note.schema.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "NewNote",
        "type": "object",
        "properties": {"text": {"type": "string", "maxLength": 20}},
        "required": ["text"],
        "additionalProperties": False,
    },
    "note.schema.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Note",
        "type": "object",
        "properties": {"id": {"type": "integer", "minimum": 0}, "text": {"type": "string"}},
        "required": ["id", "text"],
        "additionalProperties": False,
    },
    "path.schema.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "NotePath",
        "type": "object",
        "properties": {"note_id": {"type": "integer", "minimum": 0, "maximum": 1000}},
        "required": ["note_id"],
    },
}

HANDLERS = '''"""Handlers of notes."""

from desk import Kernel

from .models import NewNote, Note, NotePath


async def keep_note(kernel: Kernel, body: NewNote) -> Note:
    """Keep a note."""
    kept = await kernel.keep(body.text)
    return Note(id=kept.id, text=kept.text)


async def read_note(kernel: Kernel, path: NotePath) -> Note:
    """Read a note."""
    kept = await kernel.find(path.note_id)
    return Note(id=kept.id, text=kept.text)
'''


def desk(root: Path) -> Project:
    """Write a project without a unit, and return it."""
    write(root / "pyproject.toml", '[tool.lockstep]\nkernel = "desk"\n')
    write(root / "desk/__init__.py", KERNEL)
    write(root / "schemas/kernel/v1.pyi", STUB)
    shutil.copy(REPOSITORY / "schemas/answer.schema.json", root / "schemas/answer.schema.json")
    return open_project(root)


def ask(project: Project, unit: Unit, *, prompt: str = PROMPT, schemas: dict[str, dict[str, object]] = SCHEMAS) -> None:
    """Write the prompt and the schemas of ``unit``."""
    write(project.prompts(unit) / "api.prompt", prompt)
    for name, schema in schemas.items():
        write(project.schemas(unit) / name, json.dumps(schema, indent=2) + "\n")


def answer(project: Project, unit: Unit, handlers: str = HANDLERS) -> None:
    """Record ``handlers`` as the answer to the prompt of ``unit``."""
    text = json.dumps({"files": [{"path": "api.py", "content": handlers}], "assumptions": []})
    question = next(iter(questions(project, unit)))
    recordings.store(project, unit, question.request, Completion(text, "a person", Source.person), replace=True)


def build(project: Project, unit: Unit, handlers: str = HANDLERS, **asked: object) -> None:
    """Ask, answer and regenerate ``unit``: what stands afterwards is locked."""
    ask(project, unit, **asked)  # type: ignore[arg-type]
    answer(project, unit, handlers)
    regenerate.run(project, [unit], Options())


def git(root: Path, *arguments: str) -> str:
    """Run git with a fixed author, and return what it says."""
    who = ["-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    """Commit everything, and return the commit; the message counts, so that no two commits are the same."""
    git(root, "add", "-A")
    number = git(root, "rev-list", "--all", "--count")
    git(root, "commit", "-q", "--allow-empty", "-m", f"change {number}")
    return git(root, "rev-parse", "HEAD")


def write(path: Path, text: str) -> None:
    """Write a text file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def relock(project: Project, unit: Unit, name: str, text: str) -> None:
    """Put ``text`` in the place of one generated file and lock it, as if it had been generated: a clever forgery."""
    write(project.generated(unit) / name, text)
    forge(project, unit, lambda table: table["files"][name].update(written=sha256(text.encode())))


def forge(project: Project, unit: Unit, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest and make its bundle_id true again."""
    file = project.generated(unit) / "bundle.json"
    table = json.loads(file.read_bytes())
    del table["bundle_id"]
    change(table)
    file.write_bytes(pretty_json({**table, "bundle_id": digest(table)}))


def scope_of(project: Project, *, fresh: bool = True) -> Scope:
    """Return what the gate would look at, with nothing remembered unless ``fresh`` is False."""
    base = find_base(project.root, None, project.settings.main_branch)
    return open_scope(project, base, open_cache(project, fresh=fresh), TODAY)
