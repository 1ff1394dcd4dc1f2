"""A toy design and a toy feature with an interface, beside the desk of ``synthetic``.

``paint/v1`` is a design of two tokens, one class and one icon. ``board/v1`` shows words on a card, as a page and as a
file, and takes a word by a form.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator import recordings
from generator.project import Project
from generator.question import questions
from generator.requests import Completion, Source
from generator.units import Unit
from tests.generator.flow.locked import write
from tests.generator.flow.synthetic import LOOK, project_with

PAINT = Unit("paint", 1)
BOARD = Unit("board", 1)

DESIGN_PROMPT = """---
name: paint
model: gpt-5
input:
  schemas: [tokens.schema.json]
output:
  schema: answer.schema.json
lockstep:
  why: Pages look like one product.
  owner: words
  budget_usd: 1.0
  writes: [ui/tokens.json, ui/base.css, ui/icons.svg]
  design:
    tokens: tokens.schema.json
    classes: [button]
    icons: [dot]
---
{{role "user"}}
Write {{ design.name }}: {{ design.classes | join(", ") }}; {{ design.icons | join(", ") }}.
{{ token_schema }}
"""
TOKENS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "PaintTokens",
    "description": "All that is measured or coloured.",
    "type": "object",
    "additionalProperties": False,
    "required": ["color", "space"],
    "properties": {
        "color": {
            "title": "PaintColors",
            "type": "object",
            "additionalProperties": False,
            "required": ["ink"],
            "properties": {"ink": {"$ref": "#/$defs/pair", "description": "Text."}},
        },
        "space": {
            "title": "PaintSpaces",
            "type": "object",
            "additionalProperties": False,
            "required": ["1"],
            "properties": {"1": {"type": "string", "description": "The smallest gap."}},
        },
    },
    "$defs": {
        "pair": {
            "type": "object",
            "additionalProperties": False,
            "required": ["light", "dark"],
            "properties": {"light": {"type": "string"}, "dark": {"type": "string"}},
        }
    },
}
DESIGN_FILES = {
    "ui/tokens.json": '{"color": {"ink": {"light": "#111111", "dark": "#757575"}}, "space": {"1": "0.25rem"}}',
    "ui/base.css": "body { color: var(--color-ink); }\n.button { padding: var(--space-1); }\n",
    "ui/icons.svg": '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="dot" viewBox="0 0 8 8">'
    '<circle cx="4" cy="4" r="3"/></symbol></svg>\n',
}
UI_PROMPT = """---
name: board
model: gpt-5
input:
  schemas: [card.schema.json]
  design: paint/v1
output:
  schema: answer.schema.json
lockstep:
  why: {why}
  owner: words
  budget_usd: 1.0
  locales: [en, de]
  components:
    - name: word_card
      summary: Words on a card.
      props: card.schema.json
      slots: [footer]
      script: true
  writes: [ui/messages.json, ui/word_card/]
---
{{{{role "user"}}}}
{why}
Write {{{{ messages_file }}}} in {{{{ locales | join(" and ") }}}}, and of {{{{ design.name }}}}:
{{% for token in design.tokens %}}--{{{{ token.name }}}} {{{{ token.description }}}}
{{% endfor %}}
{{% for component in components %}}{{{{ component.signature }}}}
{{{{ component.files | join("\\n") }}}}
{{{{ component.schema }}}}
{{% endfor %}}
"""
API_PROMPT = """---
name: board
model: gpt-5
input:
  kernel: v1
  schemas: [card.schema.json, query.schema.json, new.schema.json]
output:
  schema: answer.schema.json
lockstep:
  why: Words can be seen.
  owner: words
  budget_usd: 1.0
  writes: [api.py]
  operations:
    - id: show_board
      method: GET
      path: /board
      summary: Show words
      parameters: {query: query.schema.json}
      media: text/html
      response: null
      errors: [422]
    - id: keep_words
      method: GET
      path: /board/words.ics
      summary: Keep words
      media: text/calendar
      response: null
    - id: ask_board
      method: POST
      path: /board
      summary: Ask for words
      form: new.schema.json
      media: text/html
      response: null
      status: 303
      errors: [422]
---
{{role "user"}}
{{ models }}
{{ markup }}
{% for component in components %}{{ component.signature }}
{% endfor %}
Write api.py with:
{% for operation in operations %}{{ operation.signature }}
{% endfor %}
"""
CARD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "WordCardProps",
    "description": "Words on a card.",
    "type": "object",
    "additionalProperties": False,
    "required": ["words"],
    "properties": {"words": {"type": "array", "description": "Sorted.", "items": {"type": "string"}}},
}
QUERY = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "BoardQuery",
    "type": "object",
    "additionalProperties": False,
    "required": [],
    "properties": {"start": {"type": "string", "description": "How they begin.", "default": "", "maxLength": 40}},
}
NEW = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "BoardForm",
    "type": "object",
    "additionalProperties": False,
    "required": ["start"],
    "properties": {
        "start": {"type": "string", "description": "How they begin.", "maxLength": 40},
        "many": {"type": "integer", "minimum": 1, "maximum": 9},
        "marks": {"type": "array", "items": {"type": "string"}},
    },
}
UI_FILES = {
    "ui/messages.json": json.dumps(
        {
            "en": {"words": {"one": "{count} word", "other": "{count} words"}},
            "de": {"words": {"one": "{count} Wort", "other": "{count} Wörter"}},
        },
        ensure_ascii=False,
    ),
    "ui/word_card/template.html": """<section class="word-card">
  <h2 id="words">{{ t("words", count=props.words | length) }}</h2>
  <ul class="word-card-list">
  {% for word in props.words %}
    <li>{{ word }}</li>
  {% endfor %}
  </ul>
  {{ footer }}
</section>
""",
    "ui/word_card/style.css": ".word-card { padding: var(--space-1); color: var(--color-ink); }\n",
    "ui/word_card/behavior.js": """export default function (element, { announce }) {
  const told = () => announce(element.querySelector("h2").textContent);
  element.addEventListener("focusin", told);
  return () => element.removeEventListener("focusin", told);
}
""",
    "ui/word_card/stories.json": json.dumps(
        [
            {
                "name": "two-words",
                "summary": "Two words on the card.",
                "view": {"locale": "en", "zone": "Europe/Berlin", "hour12": False},
                "props": {"words": ["apple", "plum"]},
                "slots": {"footer": "The end."},
            },
            {
                "name": "no-words",
                "summary": "An empty card.",
                "view": {"locale": "de", "zone": "UTC", "hour12": True},
                "props": {"words": []},
                "slots": {"footer": "Ende."},
            },
        ]
    ),
}
API = '''"""Shows words."""

from desk import Kernel

from .components import word_card
from .markup import File, Page, Redirect, View, joined
from .models import BoardForm, BoardQuery, WordCardProps


async def show_board(kernel: Kernel, query: BoardQuery) -> Page | Redirect:
    """Show the words that begin as asked{mark}."""
    view = View("en")
    words = await kernel.words(query.start)
    return Page(title="Words", body=word_card(view, WordCardProps(words=words), footer=joined()), view=view)


async def keep_words(kernel: Kernel) -> File:
    """Return every word as a file."""
    return File(name="words.ics", text="\\n".join(await kernel.words("")))


async def ask_board(kernel: Kernel, form: BoardForm) -> Page | Redirect:
    """Lead to the words that begin as asked."""
    words = await kernel.words(form.start)
    return Redirect(f"/board#{len(words)}")
'''


def drawn_project(root: Path, *, recorded: bool = True) -> Project:
    """Write a project with ``look/v1``, the design and the feature; record every answer if asked."""
    project = project_with(root, LOOK, recorded=recorded)
    write_drawn(project)
    if recorded:
        record_drawn(project)
    return project


def write_drawn(project: Project, why: str = "Words are shown on cards.") -> None:
    """Write, or change, prompts and schemas of both."""
    write(project.prompts(PAINT) / "ui.prompt", DESIGN_PROMPT)
    write(project.prompts(BOARD) / "ui.prompt", UI_PROMPT.format(why=why))
    write(project.prompts(BOARD) / "api.prompt", API_PROMPT)
    schemas = {PAINT: {"tokens": TOKENS}, BOARD: {"card": CARD, "query": QUERY, "new": NEW}}
    for unit, named in schemas.items():
        for name, schema in named.items():
            write(project.schemas(unit) / f"{name}.schema.json", json.dumps(schema, indent=2) + "\n")


def answers(mark: str = "") -> dict[tuple[Unit, str], str]:
    """Return a good answer to each prompt of both units."""
    texts: dict[tuple[Unit, str], dict[str, str]] = {
        (PAINT, "ui"): DESIGN_FILES,
        (BOARD, "ui"): UI_FILES,
        (BOARD, "api"): {"api.py": API.replace("{mark}", mark)},
    }
    return {key: answer(files) for key, files in texts.items()}


def answer(files: dict[str, str]) -> str:
    """Return the text of an answer that holds ``files``."""
    rows: list[dict[str, Any]] = [{"path": path, "content": text} for path, text in files.items()]
    return json.dumps({"files": rows, "assumptions": []})


def record_drawn(project: Project) -> None:
    """Store a person's answer to every request of both units."""
    given = answers()
    for unit in (PAINT, BOARD):
        for question in questions(project, unit):
            completion = Completion(given[unit, question.prompt.name], "ada", Source.person)
            recordings.store(project, unit, question.request, completion)
