"""An interface that keeps every rule, for tests to break one at a time."""

import json

from generator.canonical import Json
from generator.findings import Finding
from generator.interface import Component, Design, Interface
from generator.ui import examine
from generator.units import Unit

SCHEMA: dict[str, Json] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "notes", "kind", "open", "day", "count", "link"],
    "properties": {
        "title": {"type": "string", "maxLength": 200},
        "kind": {"enum": ["calm", "loud"]},
        "open": {"type": "boolean"},
        "day": {"type": "string", "format": "date"},
        "at": {"type": "string", "format": "date-time"},
        "count": {"type": "integer"},
        "share": {"type": "number"},
        "link": {"type": "string"},
        "notes": {"type": "array", "items": {"$ref": "#/$defs/Note"}},
        "tags": {"type": "array", "items": {"type": "string"}},
        "names": {"type": "object", "additionalProperties": {"type": "string"}},
        "maybe": {"anyOf": [{"$ref": "#/$defs/Note"}, {"type": "null"}]},
    },
    "$defs": {
        "Note": {
            "type": "object",
            "additionalProperties": False,
            "required": ["id", "text"],
            "properties": {"id": {"type": "string"}, "text": {"type": "string"}, "done": {"type": "boolean"}},
        }
    },
}

BOARD = Component("notice_board", "Notes, newest first.", "", "NoticeBoardProps", SCHEMA, slots=("extra",), script=True)
DESIGN = Design(
    Unit("design", 1),
    frozenset({"color-text", "color-surface", "space-1", "font-body"}),
    frozenset({"button", "card"}),
    frozenset({"plus", "chevron-left"}),
)
INTERFACE = Interface((BOARD,), ("en", "de"), DESIGN)

TEMPLATE = """\
{# Notes, newest first. #}
<section class="notice-board card{% if props.open %} notice-board-open{% endif %}" data-kind="{{ props.kind }}"
  aria-labelledby="notice-board-title">
  <h2 id="notice-board-title" tabindex="-1">{{ props.title }}</h2>
  {% if props.notes %}
  <ol class="notice-board-list">
    {% for note in props.notes %}
    <li class="notice-board-note{{ ' notice-board-first' if loop.first else '' }}">{{ note.text }}</li>
    {% endfor %}
  </ol>
  {% else %}
  <p>{{ t("empty") }}</p>
  {% endif %}
  <p>{{ t("count", count=props.count) }} · <time datetime="{{ props.day|iso }}">{{ props.day|day("yMMMMd") }}</time></p>
  <form method="post" action="{{ props.link|local_url }}" data-visit>
    <label for="notice-board-text">{{ t("text") }}</label>
    <input id="notice-board-text" name="text" type="text" required{% if props.open %} autofocus{% endif %}>
    <button class="button" type="submit">{{ icon("plus") }} {{ t("add") }}</button>
  </form>
  <a href="/board?kind={{ props.kind }}" data-visit>{{ t("kind_" ~ props.kind) }}</a>
  {{ extra }}
</section>
"""
STYLE = """\
.notice-board {
  --notice-board-gap: calc(var(--space-1) * 2);
  isolation: isolate;
  color: var(--color-text);
  background: color-mix(in oklab, var(--color-surface) 90%, white);
  & > h2 { margin-block: 0; }
  &:hover { color: CanvasText; }
  .notice-board-note + .notice-board-note { margin-block-start: var(--notice-board-gap); }
}
@media (max-width: 40rem) { .notice-board-list { padding: 0; } }
@keyframes notice-board-in { from { opacity: 0; } 100% { opacity: 1; } }
.notice-board .button:focus-visible { outline: 2px solid currentColor; }
"""
SCRIPT = """\
const KEYS = new Map([["ArrowDown", 1], ["ArrowUp", -1]]);

export default function (element, { visit, announce }) {
  const notes = [...element.querySelectorAll(".notice-board-note")];
  const state = { at: 0 };
  const move = (event) => {
    const step = KEYS.get(event.key);
    if (!step) return;
    event.preventDefault();
    state.at = Math.max(0, Math.min(notes.length - 1, state.at + step));
    notes.at(state.at)?.focus();
    notes[notes.length - 1].setAttribute("aria-current", "true");
    element.dataset.at = `${state.at}`;
    announce(notes.at(state.at).textContent);
  };
  element.addEventListener("keydown", move);
  const timer = setTimeout(() => { element.hidden = false; }, 100);
  return () => {
    clearTimeout(timer);
    element.removeEventListener("keydown", move);
  };
}
"""
MESSAGES: dict[str, Json] = {
    "en": {
        "empty": "Nothing yet", "count": {"one": "{count} note", "other": "{count} notes"}, "text": "Text",
        "add": "Add", "kind_calm": "Calm", "kind_loud": "Loud",
    },
    "de": {
        "empty": "Noch nichts", "count": {"one": "{count} Notiz", "other": "{count} Notizen"}, "text": "Text",
        "add": "Hinzufügen", "kind_calm": "Ruhig", "kind_loud": "Laut",
    },
}  # fmt: skip
PROPS: dict[str, Json] = {
    "title": "Board", "kind": "calm", "open": True, "day": "2026-03-08", "count": 2, "link": "/board",
    "notes": [{"id": "a", "text": "First"}, {"id": "b", "text": "Second"}],
}  # fmt: skip
STORIES: list[Json] = [
    {"name": "usual", "summary": "Two notes.", "view": {"locale": "en"}, "props": PROPS, "slots": {"extra": "more"}},
    {
        "name": "empty",
        "summary": "No notes.",
        "view": {"locale": "de", "zone": "Europe/Berlin", "hour12": False},
        "props": {**PROPS, "notes": [], "kind": "loud", "open": False},
        "slots": {"extra": "more"},
    },
]


def board(**changed: str) -> dict[str, str]:
    """Return the files of the good interface, with some of them changed: ``template``, ``style``, ..."""
    texts = {
        "template": TEMPLATE, "style": STYLE, "script": SCRIPT, "stories": json.dumps(STORIES),
        "messages": json.dumps(MESSAGES),
    } | changed  # fmt: skip
    folder = "ui/notice_board"
    return {
        f"{folder}/template.html": texts["template"],
        f"{folder}/style.css": texts["style"],
        f"{folder}/behavior.js": texts["script"],
        f"{folder}/stories.json": texts["stories"],
        "ui/messages.json": texts["messages"],
    }


def found(files: dict[str, str], interface: Interface = INTERFACE) -> tuple[Finding, ...]:
    """Return the findings on an answer."""
    return examine(files, interface, lambda path: f"generated/notes/v1/{path}", "notes/v1")


def rules(files: dict[str, str], interface: Interface = INTERFACE) -> set[str]:
    """Return the rules that an answer breaks."""
    return {each.rule for each in found(files, interface)}
