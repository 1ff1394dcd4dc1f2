from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from router.rollout import Rollout, State
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")

JSON = {"content-type": "application/json", "idempotency-key": "k"}


def problem(response: httpx.Response, status: int) -> Mapping[str, Any]:
    """Check that an answer is a whole problem document of this status, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: Mapping[str, Any] = response.json()
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert document["type"]
    return document


def test_an_answer_says_which_version_gave_it(root: Path):
    """Feature, version, reason and the first twelve digits of the bundle id stand in the headers."""
    folder = make_bundle(root)
    answer = Site(root).ask("GET", "/v1/notes")
    bundle_id = json.loads((folder / "bundle.json").read_text())["bundle_id"]
    assert answer.json() == {"notes": []}
    assert {name: value for name, value in answer.headers.items() if name.startswith("lockstep-")} == {
        "lockstep-feature": "notes",
        "lockstep-version": "v1",
        "lockstep-reason": "only",
        "lockstep-bundle": bundle_id[:12],
    }


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "expected"),
    [
        ("GET", "/nowhere", {}, 404, {"title": "Not Found", "type": "about:blank"}),
        ("GET", "/v1/notes/", {}, 404, {}),
        ("GET", "/v1/notes/a/b", {}, 404, {}),
        ("GET", "/v1/notes/%00", {}, 404, {}),
        ("DELETE", "/v1/notes", {}, 405, {}),
        ("OPTIONS", "/v1/notes", {}, 405, {}),
        ("POST", "/healthz", {}, 405, {}),
        ("GET", "/v1/notes?limit=x", {}, 422, {"errors": [("query", "limit")]}),
        ("GET", "/v1/notes?limit=0&more=1", {}, 422, {"errors": [("query", "limit"), ("query", "more")]}),
        ("GET", "/v1/notes?limit=%00", {}, 422, {"errors": [("query", "")]}),
        ("POST", "/v1/notes", {"json": {"text": "a"}}, 400, {"errors": [("header", "Idempotency-Key")]}),
        ("POST", "/v1/notes", {"content": "{", "headers": JSON}, 400, {}),
        ("POST", "/v1/notes", {"content": "", "headers": JSON}, 422, {"errors": ["#"]}),
        ("POST", "/v1/notes", {"content": b"\xff", "headers": JSON}, 400, {}),
        ("POST", "/v1/notes", {"content": '{"text": NaN}', "headers": JSON}, 400, {}),
        (
            "POST",
            "/v1/notes",
            {"content": '{"text":"a","weight":1e999}', "headers": JSON},
            422,
            {"errors": ["#/weight"]},
        ),
        ("POST", "/v1/notes", {"content": '{"text":"a","text":"b"}', "headers": JSON}, 400, {}),
        ("POST", "/v1/notes", {"content": '{"text":"\\u0000"}', "headers": JSON}, 422, {"errors": ["#/text"]}),
        ("POST", "/v1/notes", {"content": '{"text":"\\ud800"}', "headers": JSON}, 422, {"errors": ["#/text"]}),
        ("POST", "/v1/notes", {"content": '{"text":"a","\\ud800":1}', "headers": JSON}, 422, {"errors": ["#"]}),
        ("POST", "/v1/notes", {"content": '{"count":' + "9" * 5000 + "}", "headers": JSON}, 400, {}),
        ("POST", "/v1/notes", {"content": '{"text":"a","weight":' + "9" * 4000 + "}", "headers": JSON}, 422, {}),
        ("POST", "/v1/notes", {"content": "[" * 100_000, "headers": JSON}, 400, {}),
        ("POST", "/v1/notes", {"content": "[" * 70 + "]" * 70, "headers": JSON}, 400, {}),
        ("POST", "/v1/notes", {"content": '{"a/b~":{}}', "headers": JSON}, 422, {"errors": ["#/text", "#/a~1b~0"]}),
        ("POST", "/v1/notes", {"content": "text=a", "headers": {"content-type": "text/plain"}}, 415, {}),
        ("POST", "/v1/notes", {"content": b" " * 1_100_000, "headers": JSON}, 413, {"limit": 1024 * 1024}),
    ],
)
def test_what_is_wrong_with_a_request_is_a_problem_document(
    root: Path, method: str, path: str, more: dict[str, Any], status: int, expected: dict[str, Any]
):
    """Each way to ask badly has its status, and names the place, without repeating the input."""
    make_bundle(root)
    document = problem(Site(root).ask(method, path, **more), status)
    for name, value in expected.items():
        if name == "errors":
            places = [e["pointer"] if "pointer" in e else (e["in"], e["parameter"]) for e in document["errors"]]
            assert places == value
        else:
            assert document[name] == value


def test_methods_that_are_allowed_are_named(root: Path):
    """A 405 lists every method of the address, a fixed path's own and not those of a template that also fits."""
    make_bundle(root)
    site = Site(root)
    assert site.ask("PUT", "/v1/notes").headers["allow"] == "GET, HEAD, POST"
    assert site.ask("PUT", "/v1/notes/latest").headers["allow"] == "GET, HEAD"


def test_head_is_get_without_the_body(root: Path):
    """HEAD has GET's status and length and no content."""
    make_bundle(root)
    site = Site(root)
    get, head = (site.ask(method, "/v1/notes") for method in ("GET", "HEAD"))
    assert (head.status_code, head.headers["content-length"], head.content) == (200, get.headers["content-length"], b"")


def test_a_kernel_refusal_is_its_own_problem(root: Path):
    """Status, type, title, detail and extensions come from the exception; standard members are not replaced."""
    make_bundle(root)
    site = Site(root)
    assert site.ask("POST", "/v1/notes", json={"text": "a"}, headers=JSON).status_code == 201
    document = problem(site.ask("POST", "/v1/notes", json={"text": "a"}, headers=JSON), 409)
    assert (document["type"], document["title"]) == ("/problems/note-taken", "Note taken")
    assert (document["detail"], document["taken"]) == ("The note a is taken.", "a")


@pytest.mark.parametrize("name", ["10", "a\\b", "Zürich", "a b", "{x}", "..", "%"])
def test_a_path_parameter_may_hold_anything_but_a_slash(root: Path, name: str):
    """Whatever stands in one segment of the path arrives as it was sent."""
    make_bundle(root)
    answer = Site(root).ask("GET", f"/v1/notes/{quote(name).replace('..', '%2e%2e')}")
    assert answer.json()["text"] == name


def test_our_own_bug_leaks_nothing(root: Path, caplog: pytest.LogCaptureFixture):
    """The client gets an instance, the log has the same instance and the traceback."""
    make_bundle(root)
    with caplog.at_level(logging.ERROR):
        answer = Site(root).ask("GET", "/v1/notes/secret")
    document = problem(answer, 500)
    assert "hunter2" not in answer.text
    assert document["instance"] in caplog.text
    assert "hunter2" in caplog.text
    assert answer.headers["lockstep-version"] == "v1"


@pytest.mark.parametrize(
    ("rollout", "broken", "expected"),
    [
        (None, [], ("v2", "stable")),
        (None, [2], ("v1", "fallback")),
        (Rollout("notes", 1), [], ("v1", "stable")),
        (Rollout("notes", 1, 2, 100.0), [], ("v2", "canary")),
        (Rollout("notes", 1, 2, 0.0), [], ("v1", "stable")),
        (Rollout("notes", 1, 2, 100.0, State.aborted), [], ("v1", "aborted")),
        (Rollout("notes", 1, 2, 100.0), [2], ("v1", "fallback")),
        (Rollout("notes", 1, 2, 0.0), [1], ("v2", "fallback")),
        (Rollout("notes", 1, 7, 100.0), [], ("v1", "fallback")),
    ],
)
def test_the_rollout_and_soundness_decide_who_answers(
    root: Path, rollout: Rollout | None, broken: list[int], expected: tuple[str, str]
):
    """A bundle with wrong digests is never served: another version answers and says so."""
    for version in (1, 2):
        folder = make_bundle(root, version=version)
        if version in broken:
            (folder / "api.py").write_text("raise SystemExit\n")
    answer = Site(root, rollout).ask("GET", "/v1/notes")
    assert (answer.headers["lockstep-version"], answer.headers["lockstep-reason"]) == expected


def test_the_first_present_header_names_the_client(root: Path):
    """The targeting key's own header goes before the tenant's; the same key always meets the same version."""
    for version in (1, 2):
        make_bundle(root, version=version)
    site = Site(root, Rollout("notes", 1, 2, 50.0))

    def version(**headers: str) -> str:
        return site.ask("GET", "/v1/notes", headers={k.replace("_", "-"): v for k, v in headers.items()}).headers[
            "lockstep-version"
        ]

    tenants = {name: version(Tenant=name) for name in ("acme", "globex", "initech", "umbrella", "hooli")}
    assert set(tenants.values()) == {"v1", "v2"}
    for name, found in tenants.items():
        other = next(key for key, value in tenants.items() if value != found)
        assert version(Lockstep_Targeting_Key=name, Tenant=other) == found
        assert version(Lockstep_Targeting_Key=" ", Tenant=name) == found


def test_versions_and_readiness_tell_of_what_was_refused(root: Path):
    """/versions names every version, bundle, rollout and refusal; /readyz fails when a feature has no sound version."""
    make_bundle(root)
    (make_bundle(root, version=2) / "api.py").write_text("")
    (make_bundle(root, "tasks") / "api.py").write_text("")
    clock = [0.0]
    site = Site(root, Rollout("notes", 1, 2, 5.0), clock)
    notes, tasks = site.ask("GET", "/versions").json()["features"]
    assert [version["version"] for version in notes["versions"]] == ["v1"]
    assert notes["serving"] == {"version": "v1", "reason": "stable"}
    assert notes["rollout"]["weight"] == 5.0
    assert "api.py was changed" in notes["refusals"][0]["reason"]
    assert (tasks["versions"], tasks["serving"]) == ([], None)
    clock[0] = 10.0
    assert problem(site.ask("GET", "/readyz"), 503)["reasons"] == [
        "No version of tasks is sound.",
        "The database does not answer.",
    ]
    assert site.ask("GET", "/healthz").json() == {"status": "ok"}


def test_a_ready_site_says_so(root: Path):
    """With the database answering and every feature sound there is nothing to complain about."""
    make_bundle(root)
    assert Site(root).ask("GET", "/readyz").json() == {"status": "ready"}


def test_an_address_belongs_to_one_feature(root: Path):
    """Of two features that claim one address the first keeps it, and the other's bundle is refused with the reason."""
    make_bundle(root, "notes")
    row = {"id": "x", "method": "GET", "path": "/v1/notes/{other}", "status": 200}
    make_bundle(root, "tasks", operations=[row])
    make_bundle(root, "zoo", operations=[{**row, "path": "/docs"}])
    _, tasks, zoo = Site(root).ask("GET", "/versions").json()["features"]
    assert "/v1/notes/{other} belongs to notes" in tasks["refusals"][0]["reason"]
    assert "belongs to the router" in zoo["refusals"][0]["reason"]


def test_all_features_share_one_openapi_document(root: Path):
    """Paths stand side by side; a schema that two features define differently keeps both meanings."""
    make_bundle(root, "notes")
    other = (root / "generated/notes/v1/models.py").read_text().replace("max_length=50", "max_length=60")
    make_bundle(root, "tasks", files={"models.py": other})
    document = Site(root).ask("GET", "/openapi.json").json()
    assert (document["openapi"], document["info"]["title"], document["info"]["version"]) == ("3.1.0", "Toy shop", "1.2")
    assert {"/v1/notes", "/v1/tasks"} <= document["paths"].keys()
    schemas = document["components"]["schemas"]
    assert schemas["NewNote"]["properties"]["text"]["maxLength"] == 50
    assert schemas["TasksNewNote"]["properties"]["text"]["maxLength"] == 60
    body = document["paths"]["/v1/tasks"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"] == "#/components/schemas/TasksNewNote"
    assert "TasksPage" not in schemas


def test_required_parameters_are_filled_in_and_optional_ones_are_not(root: Path):
    """The form can be sent as it opens; an optional parameter, such as a page's cursor, stays empty."""
    place = make_bundle(root)
    models = (place / "models.py").read_text().replace("min_length=1)", 'min_length=1, examples=["k-1"])')
    shutil.rmtree(place)
    make_bundle(root, files={"models.py": models.replace("le=100)", "le=100, examples=[7])")})
    paths = Site(root).ask("GET", "/openapi.json").json()["paths"]["/v1/notes"]
    assert [each.get("example") for each in paths["post"]["parameters"]] == ["k-1"]
    assert [each.get("example") for each in paths["get"]["parameters"]] == [None]


def test_a_schema_that_points_at_a_renamed_one_is_renamed_too(root: Path):
    """Both features' pages read alike, but each must go on pointing at its own kind of note."""
    make_bundle(root, "notes")
    other = (root / "generated/notes/v1/models.py").read_text().replace("version: str", "version: str | None = None")
    make_bundle(root, "tasks", files={"models.py": other})
    schemas = Site(root).ask("GET", "/openapi.json").json()["components"]["schemas"]
    assert schemas["Page"]["properties"]["notes"]["items"]["$ref"] == "#/components/schemas/Note"
    assert schemas["TasksPage"]["properties"]["notes"]["items"]["$ref"] == "#/components/schemas/TasksNote"


def test_the_api_page_needs_nobody_else(root: Path):
    """The page and its files come from this server, under a policy that lets nothing else in."""
    make_bundle(root)
    site = Site(root)
    page = site.ask("GET", "/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "http" not in page.text
    for name, size in (
        ("swagger-ui-bundle.js", 10**6),
        ("swagger-ui.css", 10**5),
        ("favicon.png", 10),
        ("start.js", 10),
    ):
        asset = site.ask("GET", f"/docs/{name}")
        assert (asset.status_code, len(asset.content) > size) == (200, True)
        assert f"/docs/{name}" in page.text
    for name in ("redoc.standalone.js", "../core.py", "%2e%2e/core.py", "", "x"):
        assert site.ask("GET", f"/docs/{name}").status_code == 404
