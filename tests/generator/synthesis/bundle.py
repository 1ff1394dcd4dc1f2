"""A small contract and an answer to it that every check lets pass: the tests change one thing at a time."""

from __future__ import annotations

import json

from generator.expectations import Expectations, Handler
from generator.requests import Completion, Source
from generator.units import Unit

MODELS = '''"""The models."""

from datetime import datetime

from pydantic import BaseModel


class Query(BaseModel):
    """What is asked."""

    start: datetime
    limit: int = 5


class Slot(BaseModel):
    """A start."""

    start: datetime


class Page(BaseModel):
    """What is found."""

    slots: list[Slot]
'''

ROUTES = '''"""The routes."""

from typing import Annotated

from fastapi import APIRouter, Query as FromQuery, Request

from . import api
from .models import Page, Query

router = APIRouter()


@router.get("/slots")
async def search(request: Request, query: Annotated[Query, FromQuery()]) -> Page:
    return await api.search(request.app.state.kernel, query)
'''

KERNEL = '''"""The kernel."""

from datetime import datetime


class Kernel:
    """The door."""

    async def starts(self, after: datetime, limit: int) -> tuple[datetime, ...]:
        """Return free starts."""
        return (after,) * limit


class Closed(Exception):
    """Nothing is open."""
'''

HEAD = '''"""Search."""

from almanac import Kernel

from .models import Page, Query, Slot

'''

HANDLER = '''
async def search(kernel: Kernel, query: Query) -> Page:
    """Find free slots."""
    return Page(slots=[Slot(start=start) for start in await kernel.starts(query.start, query.limit)])
'''

GOOD = HEAD + HANDLER


def expectations(**changed: object) -> Expectations:
    """Return what the sample answer is held against, with some fields changed."""
    fields: dict[str, object] = {
        "unit": Unit("slots", 1),
        "writes": ("api.py",),
        "kernel_package": "almanac",
        "handlers": (Handler("search", (("kernel", "Kernel"), ("query", "Query")), "Page"),),
        "rendered": {"__init__.py": "", "models.py": MODELS, "routes.py": ROUTES},
        "kernel": KERNEL,
    }
    return Expectations(**{**fields, **changed})  # type: ignore[arg-type]


def answer_text(*files: tuple[str, str]) -> str:
    """Return an answer's JSON text with these (path, content) files."""
    return json.dumps({"files": [{"path": path, "content": content} for path, content in files], "assumptions": []})


def completion(text: str, finish: str = "stop") -> Completion:
    """Return a completion with this text."""
    return Completion(text=text, model="test", source=Source.model, finish=finish)
