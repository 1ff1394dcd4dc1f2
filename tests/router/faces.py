"""A toy bundle with an interface: HTML pages, a form, components with stories, and the files that browsers ask for."""

from __future__ import annotations

import json
from pathlib import Path

from tests.router.toys import make_bundle

ROOT = Path(__file__).parents[2]

COMPONENTS = """
from __future__ import annotations
from .markup import Interface, Markup, Page, Spec, View
from .models import CardProps

INTERFACE = Interface(
    package=__package__,
    feature="FEATURE",
    version=NUMBER,
    design="FEATURE/vNUMBER",
    components={"card": Spec(props=CardProps, summary="A short text.")},
    locales=("en", "de"),
)

def card(view: View, props: CardProps) -> Markup:
    return INTERFACE.render("card", view, props)

def stories() -> dict[str, list[dict[str, str]]]:
    return INTERFACE.stories()

def story(component: str, name: str) -> Page:
    return INTERFACE.story(component, name)
"""

MODELS = """
from pydantic import BaseModel, ConfigDict, Field

class CardProps(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str

class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=50)
    tags: list[str] = []
"""

ROUTES = """
from typing import Annotated
from fastapi import APIRouter, Form, Path, Query, Request, Response
from .components import INTERFACE, card
from .markup import Page, View, respond
from .models import CardProps, Entry

router = APIRouter()
VIEW = View("en")
HTML = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}

def example(value):
    return {"examples": [value]}

def page(title, text):
    answer = respond(INTERFACE, Page(title=title, body=card(VIEW, CardProps(text=text)), view=VIEW), "text/html")
    answer.headers["Content-Security-Policy"] = "default-src *"
    return answer

@router.get("/FEATURE", operation_id="show_FEATURE", summary="All cards", response_class=Response, responses=HTML)
async def show(request: Request):
    return page("All cards", "<one>")

@router.get("/FEATURE/{name}", operation_id="one_FEATURE", summary="One card", response_class=Response, responses=HTML)
async def one(
    name: Annotated[str, Path(json_schema_extra=example("a b"))],
    day: Annotated[str, Query(json_schema_extra=example("2026-01-02"))],
):
    return page("One card", name)

@router.get("/FEATURE/{name}/more", operation_id="more_FEATURE", response_class=Response, responses=HTML)
async def more(name: str):
    return page("More", name)

@router.get("/FEATURE/{id}/kept", operation_id="kept_FEATURE", summary="Kept", response_class=Response, responses=HTML)
async def kept(id: Annotated[str, Path(json_schema_extra=example("7d4a0f4e-55d3-4c5e-9f0e-0d9b6b0f6f10"))]):
    return page("Kept", id)

@router.post("/FEATURE", operation_id="add_FEATURE", response_class=Response, responses=HTML)
async def add(form: Annotated[Entry, Form()]):
    return page("Added", f"{form.text} {form.tags}")
"""

STORIES = [
    {"name": "short", "summary": "A word.", "view": {"locale": "en"}, "props": {"text": "Hello"}},
    {"name": "lang", "summary": "Ein Wort.", "view": {"locale": "de"}, "props": {"text": "<b>Hallo</b>"}},
]
STYLE = ".card { padding: 1rem; border: 1px solid }"


def make_face(
    root: Path, feature: str = "cards", version: int = 1, *, stories: object = STORIES, style: str = STYLE
) -> Path:
    """Write a bundle whose pages and stories can be looked at in a browser."""
    rows = [
        ("show", "GET", f"/{feature}"),
        ("one", "GET", f"/{feature}/{{name}}"),
        ("more", "GET", f"/{feature}/{{name}}/more"),
        ("kept", "GET", f"/{feature}/{{id}}/kept"),
        ("add", "POST", f"/{feature}"),
    ]
    files = {
        "api.py": '"""Nothing to say."""\n',
        "models.py": MODELS,
        "routes.py": ROUTES.replace("FEATURE", feature),
        "components.py": COMPONENTS.replace("FEATURE", feature).replace("NUMBER", str(version)),
        **{name: (ROOT / "generator" / name).read_text() for name in ("markup.py", "templates.py", "views.py")},
        "ui/messages.json": json.dumps({"en": {"card": "Card"}, "de": {"card": "Karte"}}),
        "ui/card/stories.json": json.dumps(stories),
        "ui/card/template.html": '<p class="card">{{ props.text }}</p>\n',
        "ui/card/behavior.js": "export default function () {}\n",
        "ui/card/style.css": style,
        "ui/components.css": style,
        "ui/design.css": ":root { color-scheme: light dark; font-family: sans-serif }\n",
        "ui/icons.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    operations: list[dict[str, object]] = [
        {"id": f"{verb}_{feature}", "method": method, "path": path, "status": 200} for verb, method, path in rows
    ]
    return make_bundle(root, feature, version, files=files, operations=operations)
