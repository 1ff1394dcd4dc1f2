from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from router.app import Front
from router.features import load_all
from router.kernel import make_importable, running_kernel
from router.rollout import Rollout, State
from router.settings import open_settings
from router.store import Entry
from router.watch import Watch
from tests.router.toys import make_bundle

JSON = {"content-type": "application/json", "idempotency-key": "k"}


@pytest.fixture(autouse=True)
def importable(root: Path) -> Iterator[None]:
    """Let the toy kernel be imported, and forget it and its bundles afterwards."""
    before = list(sys.path)
    make_importable(root)
    yield
    sys.path[:] = before
    for name in [name for name in sys.modules if name == "toykernel" or name.startswith("lockstep_bundle_")]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not hasattr(finder, "package")]


class Site:
    """A front over what lies in a root, asked in-process."""

    def __init__(self, root: Path, rollout: Rollout | None = None, clock: list[float] | None = None) -> None:
        project = open_settings(root)
        entries = {rollout.feature: Entry(rollout, datetime(2026, 1, 1, tzinfo=UTC), "ann")} if rollout else {}
        watch = Watch(entries, clock=(lambda: clock[0]) if clock else (lambda: 0.0))
        self.kernel = asyncio.run(self._kernel(project.kernel))
        self.front = Front(project, load_all(root, project.kernel), self.kernel, watch)

    async def _kernel(self, name: str) -> object:
        async with running_kernel(name, "postgresql://unused") as kernel:
            return kernel

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
        """Send one request and return the answer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.front, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())


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
    assert site.ask("GET", "/").headers["location"] == "/docs"
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


def raw(
    site: Site, method: str, path: str, chunks: list[bytes], query: bytes = b"", key: bytes = b"k", length: bytes = b""
) -> list[dict[str, Any]]:
    """Send one request in ASGI's own words, mended by no client; return the messages of the answer."""
    headers = [(b"content-type", b"application/json"), (b"idempotency-key", key)]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query,
        "root_path": "",
        "headers": [*headers, (b"content-length", length)] if length else headers,
        "client": None,
        "server": ("test", 80),
        "scheme": "http",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    sent: list[dict[str, Any]] = []
    waiting = [*chunks]

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(site.front(scope, receive, send))
    return sent


def test_limits_hold_for_what_is_announced_and_for_what_comes(root: Path):
    """A large length is refused before the first byte is read, and a body without a length when it has become large."""
    make_bundle(root)
    site = Site(root)
    assert raw(site, "POST", "/v1/notes", [], length=b"9999999999")[0]["status"] == 413
    assert raw(site, "POST", "/v1/notes", [b" " * 65536] * 17)[0]["status"] == 413
    assert raw(site, "POST", "/v1/notes", [b'{"te', b'xt":"', b'a"}'])[0]["status"] == 201


def test_a_client_that_went_away_is_not_answered(root: Path):
    """Nothing is sent, logged or raised when the body breaks off."""
    make_bundle(root)
    assert raw(Site(root), "POST", "/v1/notes", []) == []


def test_the_body_of_an_answer_to_head_is_kept_back(root: Path):
    """The front itself sends no content, whatever the server below it would do."""
    make_bundle(root)
    start, *rest = raw(Site(root), "HEAD", "/v1/notes", [b""])
    assert (start["status"], b"".join(message["body"] for message in rest)) == (200, b"")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "TRACE"]),
    path=st.one_of(
        st.sampled_from(["/v1/notes", "/v1/notes/x"]), st.text(max_size=20).map(lambda text: f"/v1/notes/{text}")
    ),
    query=st.binary(max_size=30),
    body=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "weight", "x"]), inner)
            ),
            max_leaves=6,
        ).map(lambda value: json.dumps(value).encode()),
    ),
    header=st.binary(max_size=10),
)
def test_no_request_whatever_makes_a_crash(
    root: Path, method: str, path: str, query: bytes, body: bytes, header: bytes
):
    """Whatever bytes come in, what goes out is below 500, and a problem document when it is an error."""
    if not (root / "generated").exists():
        make_bundle(root)
        SITES[root] = Site(root)
    sent = raw(SITES[root], method, path, [body], query, header)
    headers = dict(sent[0]["headers"])
    assert sent[0]["status"] < 500
    if sent[0]["status"] >= 400:
        assert headers[b"content-type"] == b"application/problem+json"


SITES: dict[Path, Site] = {}
