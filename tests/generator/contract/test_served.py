from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from generator import models, openapi, routes
from generator.contract import Contract
from tests.generator.contract import projects
from tests.generator.contract.rich import OPERATIONS, RICH

API = """
from __future__ import annotations
from datetime import datetime, timedelta, timezone
from uuid import UUID
from depot import Kernel
from .models import *

ID = UUID("0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55")


def _parcel(note: str | None) -> Parcel:
    sent = datetime(2026, 12, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    place = Place(day=sent.date())
    return Parcel(id=ID, sent=sent, state="here", note=note, places=[place], owner=Person(name="Ada", phone=None))


async def get_part(kernel: Kernel, path: ParcelPath, headers: DepotHeaders) -> Parcel:
    return _parcel(f"{path.part} {headers.depot} {headers.trace_depth}")


async def list_parcels(kernel: Kernel, query: ListQuery, headers: DepotHeaders) -> Page:
    return Page(parcels=[], next=f"{query.since} {query.limit} {query.open} {query.tag} {query.floor} {query.from_}")


async def send_parcel(kernel: Kernel, body: NewParcel) -> Parcel:
    return _parcel(body.note)


async def drop_part(kernel: Kernel, path: ParcelPath) -> None:
    return None


async def count_parcels(kernel: Kernel) -> Place:
    return Place(day=datetime(2026, 12, 1).date())
"""
PART = "/v1/parcels/0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55/2"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a project with the rich contract."""
    return tmp_path_factory.mktemp("rich")


@pytest.fixture(scope="module")
def rich(root: Path) -> Contract:
    """Give the rich contract, read from disk."""
    project = projects.make(root, projects.head(RICH, OPERATIONS) + projects.BODY, RICH)
    return projects.read(project)[1]


def served() -> FastAPI:
    """Return an app that serves the bundle at hand."""
    app = FastAPI()
    app.include_router(projects.loaded("routes").router)
    app.state.kernel = object()
    return app


@pytest.fixture
def client(root: Path, rich: Contract) -> Iterator[TestClient]:
    """Give a client of the rich contract's bundle."""
    with projects.bundle(root, rich, API), TestClient(served()) as client:
        yield client


def test_what_is_served_is_what_is_declared(tmp_path: Path, rich: Contract) -> None:
    """FastAPI's own document of the rendered models and routes says what prompt and schemas say."""
    with projects.bundle(tmp_path, rich):
        assert list(openapi.same(openapi.declared(rich), served().openapi())) == []


TAMPERED = [
    ("models", "le=100", "le=1000", "/paths/~1v1~1parcels/get/parameters/query.limit/schema/maximum"),
    ("models", "min_length=1, max_length=5", "max_length=5", "owner/properties/name/minLength"),
    ("models", 'Literal["here", "gone"]', 'Literal["here", "gone", "lost"]', "/properties/state/enum"),
    ("models", "note: Annotated[str, Field(max_length=20)] | None", "note: int | None", "/properties/note/anyOf/0"),
    ("models", "last: Place | None", "last: Place | None | int", "/properties/last/anyOf"),
    ("models", 'extra="forbid"', 'extra="allow"', "additionalProperties"),
    ("routes", "status_code=201", "status_code=200", "responses/201"),
    ("routes", "Annotated[NewParcel, Body()]", "Annotated[Place, Body()]", "requestBody"),
    ("routes", '"/v1/parcels/all/count"', '"/v1/parcels/all/counts"', "/paths/~1v1~1parcels~1all~1count/get"),
    ("routes", 'operation_id="get_part"', 'operation_id="get"', "operationId"),
    ("routes", '503: {"description": "Service Unavailable", "content": _PROBLEM},', "", "responses/503"),
    ("routes", "-> Page:", "-> Place:", "responses/200/content/application~1json/schema"),
]


@pytest.mark.parametrize(("file", "old", "new", "pointer"), TAMPERED, ids=[row[3] for row in TAMPERED])
def test_a_tampered_bundle_differs_at_a_pointer(
    tmp_path: Path, rich: Contract, file: str, old: str, new: str, pointer: str
) -> None:
    """A change to a rendered model or route is seen in what is served, and the pointer leads to it."""
    text = {"models": models.render, "routes": routes.render}[file](rich)
    assert old in text
    changed = {f"{file}_text": text.replace(old, new)}
    with projects.bundle(tmp_path, rich, **changed):
        pointers = [each[0] for each in openapi.same(openapi.declared(rich), served().openapi())]
    assert any(pointer in found for found in pointers), pointers


def test_a_document_that_is_said_otherwise_is_the_same(rich: Contract) -> None:
    """Titles, descriptions, examples, order and the spelling of null make no difference."""
    document = openapi.declared(rich)
    other: Any = copy.deepcopy(document)
    parcel = other["components"]["schemas"]["Parcel"]
    parcel["required"].reverse()
    parcel["properties"]["note"] = {"anyOf": [{"type": "null"}, {"maxLength": 20, "type": "string", "title": "Note"}]}
    parcel["properties"]["cargo"]["oneOf"].reverse()
    other["paths"]["/v1/parcels"]["get"]["summary"] = "Other words"
    assert list(openapi.same(document, other)) == []


ANSWERS = [
    ("GET", PART, {"Depot": "east"}, None, 200),
    ("GET", PART, {"Depot": "east", "Trace-Depth": "3"}, None, 200),
    ("GET", PART, {}, None, 422),
    ("GET", PART, {"Depot": "EAST"}, None, 422),
    ("GET", PART, {"Depot": "east", "Trace-Depth": "3.5"}, None, 422),
    ("GET", PART, {"Depot": "east", "Trace-Depth": " 3_0"}, None, 422),
    ("GET", PART.replace("-", ""), {"Depot": "east"}, None, 422),
    ("GET", PART[:-1] + "0", {"Depot": "east"}, None, 422),
    ("GET", PART[:-1] + "x", {"Depot": "east"}, None, 422),
    ("GET", "/v1/parcels/all/count", {}, None, 200),
    ("DELETE", PART, {}, None, 204),
    ("POST", "/v1/parcels", {}, {"weight": 1}, 201),
    ("POST", "/v1/parcels", {}, {"weight": 1, "note": None}, 422),
    ("POST", "/v1/parcels", {}, {"weight": "1"}, 422),
    ("POST", "/v1/parcels", {}, {"weight": True}, 422),
    ("POST", "/v1/parcels", {}, {"weight": 1, "colour": "red"}, 422),
    ("POST", "/v1/parcels", {}, {"weight": 1, "to": {"name": "Ada", "phone": None}}, 422),
    ("POST", "/v1/parcels", {}, [], 422),
    ("POST", "/v1/parcels", {}, {"weight": 10**400}, 422),
]
QUERIES = [
    ("since=2026-12-01T00:00:00Z", 200),
    ("since=2026-12-01T00:00:00%2B01:00&limit=5&open=true&tag=a&tag=b&floor=3&from=south&day=2026-01-01", 200),
    ("", 422),
    ("since=2026-12-01T00:00:00", 422),
    ("since=1764547200", 422),
    ("since=2026-12-01", 422),
    ("since=0001-01-01T00:00:00%2B23:00", 422),
    ("since=2026-12-01T00:00:00Z&limit=0", 422),
    ("since=2026-12-01T00:00:00Z&limit=1_0", 422),
    ("since=2026-12-01T00:00:00Z&limit=" + "9" * 5000, 422),
    ("since=2026-12-01T00:00:00Z&limit=1e400", 422),
    ("since=2026-12-01T00:00:00Z&weight=1e400", 422),
    ("since=2026-12-01T00:00:00Z&weight=nan", 422),
    ("since=2026-12-01T00:00:00Z&open=yes", 422),
    ("since=2026-12-01T00:00:00Z&tag=", 422),
    ("since=2026-12-01T00:00:00Z&tag=a&tag=b&tag=c&tag=d", 422),
    ("since=2026-12-01T00:00:00Z&floor=x", 422),
    ("since=2026-12-01T00:00:00Z&from_=south", 422),
    ("since=2026-12-01T00:00:00Z&from=west", 422),
    ("since=2026-12-01T00:00:00Z&day=20260101", 422),
    ("since=2026-12-01T00:00:00Z&day=0", 422),
]


@pytest.mark.parametrize(("method", "path", "headers", "body", "status"), ANSWERS)
def test_requests_are_held_to_the_contract(
    client: TestClient, method: str, path: str, headers: dict[str, str], body: object, status: int
) -> None:
    """A request is served exactly when its path, headers and body keep their schemas."""
    content = None if body is None else json.dumps(body)
    sent = headers | ({"Content-Type": "application/json"} if content else {})
    assert client.request(method, path, headers=sent, content=content).status_code == status


@pytest.mark.parametrize(("query", "status"), QUERIES)
def test_queries_are_held_to_the_contract(client: TestClient, query: str, status: int) -> None:
    """A query is served exactly when each text spells a value of its schema."""
    assert client.get(f"/v1/parcels?{query}", headers={"Depot": "east"}).status_code == status


def test_handlers_get_values_and_answers_read_well(client: TestClient) -> None:
    """Texts arrive as values, instants leave in UTC with a Z, and what is left out does not appear."""
    part = client.get(PART, headers={"depot": "east", "trace-depth": "3"}).json()
    assert part["sent"] == "2026-12-01T00:00:00Z"
    assert part["note"] == "2 east 3"
    assert part["owner"] == {"name": "Ada"}
    assert set(part) == {"id", "sent", "state", "note", "places", "owner", "mode", "last", "even", "copy"}
    page = client.get("/v1/parcels?since=2026-12-01T02:00:00%2B02:00&tag=a&from=north", headers={"Depot": "e"}).json()
    assert page["next"] == "2026-12-01 00:00:00+00:00 20 None ['a'] None north"


def test_rendering_is_the_same_in_every_process(root: Path, rich: Contract) -> None:
    """Models and routes have the same bytes whatever the hash seed is."""
    code = (
        "import sys; from pathlib import Path; from generator.project import open_project\n"
        "from generator import models, routes; from tests.generator.contract import projects\n"
        "promised = projects.read(open_project(Path(sys.argv[1])))[1]\n"
        "sys.stdout.write(models.render(promised) + routes.render(promised))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(root)], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
            cwd=Path(__file__).parents[3], text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert outputs == {models.render(rich) + routes.render(rich)}


def test_rendered_code_and_a_handler_pass_mypy_strict(tmp_path: Path, rich: Contract) -> None:
    """The strict mypy accepts the bundle, and refuses a handler that builds a model wrongly."""
    wrong = API.replace('name="Ada"', "name=5")
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n")
    for text, expected in ((API, 0), (wrong, 1)):
        with projects.bundle(tmp_path / str(expected), rich, text) as folder:
            command = [sys.executable, "-m", "mypy", "--config-file", str(tmp_path / "mypy.ini"), "-p", "bundle"]
            done = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)
            assert done.returncode == expected, done.stdout
