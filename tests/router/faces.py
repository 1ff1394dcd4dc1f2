"""A toy bundle with an interface: HTML pages, a form, components with stories, and the files that browsers ask for."""

from __future__ import annotations

import json
from pathlib import Path

from tests.router.toys import make_bundle

MARKUP = """
import pkgutil
from dataclasses import dataclass
from markupsafe import Markup
from starlette.responses import HTMLResponse

SHELL = (
    '<!doctype html><html lang="%s"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    '<title>%s</title></head><body>%s</body></html>'
)

@dataclass(frozen=True)
class View:
    locale: str = "en"

@dataclass(frozen=True)
class Page:
    title: str
    body: Markup
    view: View = View()
    status: int = 200

def respond(interface, answer, media_type="text/html"):
    del interface
    page = Markup(SHELL) % (answer.view.locale, answer.title, answer.body)
    return HTMLResponse(page, answer.status, headers={"Content-Security-Policy": "default-src *"})

def resource(package, path):
    return pkgutil.get_data(package, path)
"""

COMPONENTS = """
import json
from markupsafe import Markup
from .markup import Page, View, resource

INTERFACE = "toy"

def card(text):
    return Markup('<p class="card">{}</p>').format(text)

def _stories():
    return json.loads(resource(__package__, "ui/card/stories.json"))

def stories():
    return {"card": [{"name": story["name"], "summary": story["summary"]} for story in _stories()]}

def story(component, name):
    found = next((story for story in _stories() if component == "card" and story["name"] == name), None)
    if found is None:
        raise LookupError(name)
    return Page(title=name, body=card(found["props"]["text"]), view=View(found["view"]["locale"]))
"""

ROUTES = """
from typing import Annotated
from fastapi import APIRouter, Form, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from .components import INTERFACE, card
from .markup import Page, respond

router = APIRouter()

class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=50)
    tags: list[str] = []

HTML = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}

@router.get("/FEATURE", operation_id="show_FEATURE", summary="All cards", response_class=Response, responses=HTML)
async def show(request: Request):
    return respond(INTERFACE, Page("All cards", card("<one>")))

def example(value):
    return {"examples": [value]}

@router.get("/FEATURE/{name}", operation_id="one_FEATURE", summary="One card", response_class=Response, responses=HTML)
async def one(
    name: Annotated[str, Path(json_schema_extra=example("a b"))],
    day: Annotated[str, Query(json_schema_extra=example("2026-01-02"))],
):
    return respond(INTERFACE, Page("One card", card(name)))

@router.get("/FEATURE/{name}/more", operation_id="more_FEATURE", response_class=Response, responses=HTML)
async def more(request: Request, name: str):
    return respond(INTERFACE, Page("More", card(name)))

@router.post("/FEATURE", operation_id="add_FEATURE", response_class=Response, responses=HTML)
async def add(request: Request, form: Annotated[Entry, Form()]):
    return respond(INTERFACE, Page("Added", card(f"{form.text} {form.tags}")))
"""

STORIES = [
    {"name": "short", "summary": "A word.", "view": {"locale": "en"}, "props": {"text": "Hello"}},
    {"name": "lang", "summary": "Ein Wort.", "view": {"locale": "de"}, "props": {"text": "<b>Hallo</b>"}},
]


def make_face(
    root: Path, feature: str = "cards", version: int = 1, *, stories: object = STORIES, style: str = ".card{}"
) -> Path:
    """Write a bundle whose pages and stories can be looked at in a browser."""
    rows = [
        ("show", "GET", f"/{feature}"),
        ("one", "GET", f"/{feature}/{{name}}"),
        ("more", "GET", f"/{feature}/{{name}}/more"),
        ("add", "POST", f"/{feature}"),
    ]
    files = {
        "api.py": '"""Nothing to say."""\n',
        "models.py": '"""No models."""\n',
        "routes.py": ROUTES.replace("FEATURE", feature),
        "markup.py": MARKUP,
        "components.py": COMPONENTS,
        "ui/card/stories.json": json.dumps(stories),
        "ui/card/template.html": "<p></p>",
        "ui/card/behavior.js": "export default function () {}\n",
        "ui/components.css": style,
        "ui/icons.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    operations: list[dict[str, object]] = [
        {"id": f"{verb}_{feature}", "method": method, "path": path, "status": 200} for verb, method, path in rows
    ]
    return make_bundle(root, feature, version, files=files, operations=operations)
