"""A small whole project, whose kernel, prompt, schemas and answer fit on one screen.

``desk`` is its kernel: it knows words. Each feature looks words up. Nothing here knows the app that ships with us, and
other tests (the gate's, the stories) may build on it.
"""

from __future__ import annotations

import json
from pathlib import Path

from generator import recordings
from generator.answer import answer_schema
from generator.canonical import pretty_json
from generator.project import Project, open_project
from generator.question import questions
from generator.requests import Completion, Source
from generator.units import Unit
from tests.generator.flow.locked import write

KERNEL = '''"""A desk that knows words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class DeskError(Exception):
    """The root of what a desk refuses."""

    status = 409
    type = "/problems/desk"
    title = "The desk refused"
    detail = ""
    extensions: dict[str, object] = {}


class Kernel:
    """What handlers are given."""

    async def words(self, start: str) -> list[str]:
        """Return the known words that begin with ``start``."""
        return sorted(word for word in ("apple", "apricot", "plum") if word.startswith(start))


@asynccontextmanager
async def lifespan(database_url: str) -> AsyncIterator[Kernel]:
    """Open a desk."""
    del database_url
    yield Kernel()
'''
STUB = '''"""The desk: what it can do for a handler."""

class Kernel:
    """What handlers are given."""

    async def words(self, start: str) -> list[str]:
        """Return the known words that begin with start, sorted."""

class DeskError(Exception):
    """The root of what a desk refuses."""
'''
PROMPT = """---
name: {feature}
model: gpt-5
config: {{max_output_tokens: 4000}}
input:
  kernel: v1
  schemas: [query.schema.json, page.schema.json]
output:
  schema: answer.schema.json
lockstep:
  why: {why}
  owner: words
  budget_usd: 1.0
  writes: [api.py]
  operations:
    - id: {feature}_words
      method: GET
      path: /v{version}/{feature}
      summary: Look words up
      parameters: {{query: query.schema.json}}
      response: page.schema.json
      errors: [422]
---
{{{{role "system"}}}}
You write one module of Python.
{{{{role "user"}}}}
{why}
The kernel:
{{{{ kernel }}}}
The models:
{{{{ models }}}}
Write api.py with:
{{% for operation in operations %}}{{{{ operation.signature }}}}
{{% endfor %}}
"""
QUERY = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "WordQuery",
    "description": "Which words are wanted.",
    "type": "object",
    "additionalProperties": False,
    "required": ["start"],
    "properties": {"start": {"type": "string", "description": "How they begin.", "maxLength": 40}},
}
PAGE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "WordPage",
    "description": "The words found.",
    "type": "object",
    "additionalProperties": False,
    "required": ["words"],
    "properties": {"words": {"type": "array", "description": "Sorted.", "items": {"type": "string"}}},
}
API = '''"""Looks words up."""

from desk import Kernel

from .models import WordPage, WordQuery


async def {feature}_words(kernel: Kernel, query: WordQuery) -> WordPage:
    """Return the words that begin as asked{mark}."""
    return WordPage(words=await kernel.words(query.start))
'''
LOOK = Unit("look", 1)


def project_with(root: Path, *units: Unit, recorded: bool = True) -> Project:
    """Write a project with these units (``look/v1`` if none is named) and, if asked, a recorded answer for each."""
    write(
        root / "pyproject.toml",
        '[tool.lockstep]\nkernel = "desk"\n\n[tool.lockstep.prices.gpt-5]\n'
        "input_usd_per_million = 1.0\noutput_usd_per_million = 10.0\n",
    )
    write(root / "desk" / "__init__.py", KERNEL)
    write(root / "schemas" / "kernel" / "v1.pyi", STUB)
    write(root / "schemas" / "answer.schema.json", pretty_json(answer_schema()).decode())
    project = open_project(root)
    for unit in units or (LOOK,):
        write_unit(project, unit)
        if recorded:
            record_answer(project, unit, answer(unit))
    return project


def write_unit(project: Project, unit: Unit, why: str = "Says which words there are.") -> None:
    """Write, or change, one unit's prompt; write its schemas where they are missing."""
    prompt = PROMPT.format(feature=unit.feature, version=unit.version, why=why)
    write(project.prompts(unit) / "api.prompt", prompt)
    for name, schema in (("query", QUERY), ("page", PAGE)):
        file = project.schemas(unit) / f"{name}.schema.json"
        if not file.exists():
            write(file, json.dumps(schema, indent=2) + "\n")


def answer(unit: Unit, mark: str = "", code: str = API) -> str:
    """Return a good answer's text; ``mark`` lands in a docstring, so that two answers can be told apart."""
    content = code.replace("{feature}", unit.feature).replace("{mark}", mark)
    return json.dumps({"files": [{"path": "api.py", "content": content}], "assumptions": ["Words are sorted."]})


def record_answer(project: Project, unit: Unit, text: str, *, replace: bool = False) -> Path:
    """Store ``text`` as a person's answer to the unit's request."""
    completion = Completion(text, "ada", Source.person)
    return recordings.store(project, unit, questions(project, unit)[0].request, completion, replace=replace)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` with its bytes, compiled Python apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
