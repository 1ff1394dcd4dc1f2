from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from router.latecomers import completed, following, unknown
from router.rollout import Rollout
from router.store import Entry
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")

SLOW = "import time\ntime.sleep(0.4)\nVERSION = 'v2'\n"


class Client:
    """Asks a site whose rollouts change while it serves."""

    def __init__(self, site: Site, http: httpx.AsyncClient) -> None:
        self._site = site
        self._http = http
        self._changes = 0

    def roll_out(self, *rollouts: Rollout) -> None:
        """Let the database say these rollouts from now on."""
        self._changes += 1
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._changes)
        self._site.watch.see({rollout.feature: Entry(rollout, at, "ann") for rollout in rollouts})

    async def version(self, path: str = "/v1/notes") -> tuple[str | None, str | None]:
        """Return which version answers, and why."""
        headers = (await self._http.get(path)).headers
        return headers.get("lockstep-version"), headers.get("lockstep-reason")

    async def json(self, path: str) -> Any:  # noqa: ANN401 - whatever is there
        """Return a document."""
        return (await self._http.get(path)).json()

    async def until(self, *expected: str, path: str = "/v1/notes") -> None:
        """Wait for an answer by this version for this reason, thirty seconds at most."""
        async with asyncio.timeout(30):
            while await self.version(path) != expected:
                await asyncio.sleep(0.01)

    async def refusal(self, version: str, words: str) -> None:
        """Wait for ``/versions`` to say that a version is refused for a reason with these words."""
        async with asyncio.timeout(30):
            while not any(
                refusal["version"] == version and words in refusal["reason"]
                for feature in (await self.json("/versions"))["features"]
                for refusal in feature["refusals"]
            ):
                await asyncio.sleep(0.01)


@asynccontextmanager
async def asking(site: Site) -> AsyncIterator[Client]:
    """Serve a site that follows its rollouts."""
    async with (
        following(site.front, site.watch, site.settings),
        httpx.AsyncClient(transport=httpx.ASGITransport(site.front), base_url="http://test") as http,
    ):
        yield Client(site, http)


def test_a_version_made_while_serving_is_loaded_when_a_rollout_names_it(root: Path, caplog: pytest.LogCaptureFixture):
    """It answers its share, has its addresses and its place in /openapi.json, and is refused no more."""
    make_bundle(root)
    site = Site(root)

    async def story() -> None:
        async with asking(site) as client:
            row = {"id": "new", "method": "GET", "path": "/v1/fresh", "status": 200}
            routes = (
                "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/v1/fresh')\ndef new(): return 1\n"
            )
            make_bundle(root, version=2, files={"routes.py": routes}, operations=[row])
            assert await client.version() == ("v1", "only")
            assert await client.version("/v1/fresh") == (None, None)
            client.roll_out(Rollout("notes", 2))
            await client.until("v2", "stable", path="/v1/fresh")
            assert "/v1/fresh" in (await client.json("/openapi.json"))["paths"]
            (feature,) = (await client.json("/versions"))["features"]
            assert [version["version"] for version in feature["versions"]] == ["v1", "v2"]
            assert feature["refusals"] == []

    with caplog.at_level(logging.INFO):
        asyncio.run(story())
    assert "notes/v2 loaded" in caplog.text


def test_a_feature_made_while_serving_is_loaded_too(root: Path):
    """A feature that nobody had heard of at the start answers once a rollout names it."""
    make_bundle(root)
    site = Site(root)

    async def story() -> None:
        async with asking(site) as client:
            make_bundle(root, "tasks")
            client.roll_out(Rollout("tasks", 1))
            await client.until("v1", "stable", path="/v1/tasks")
            assert await client.version() == ("v1", "only")

    asyncio.run(story())


def test_requests_go_on_while_a_version_is_loaded(root: Path):
    """A bundle that takes its time to import keeps nobody waiting: the version in its place answers meanwhile."""
    make_bundle(root)
    site = Site(root)

    async def story() -> None:
        async with asking(site) as client:
            make_bundle(root, version=2, files={"__init__.py": SLOW})
            client.roll_out(Rollout("notes", 1, 2, 100.0))
            answers = 0
            async with asyncio.timeout(30):
                while (found := await client.version()) != ("v2", "canary"):
                    assert found == ("v1", "fallback")
                    answers += 1
                    await asyncio.sleep(0.01)
            assert answers > 5

    asyncio.run(story())


def test_a_version_that_cannot_be_loaded_is_said_until_it_is_mended(root: Path, caplog: pytest.LogCaptureFixture):
    """Missing, changed by hand, sound, and a next one whose code does not load: /versions and the log say each once."""
    make_bundle(root)
    site = Site(root)

    async def story() -> None:
        async with asking(site) as client:

            async def refused(words: str) -> None:
                client.roll_out(Rollout("notes", 1, 2, 100.0))
                await client.refusal("v2", words)
                (feature,) = (await client.json("/versions"))["features"]
                assert len(feature["refusals"]) == 1
                assert await client.version() == ("v1", "fallback")
                assert words in caplog.text

            await refused("it is not in generated/")
            folder = make_bundle(root, version=2)
            sound = (folder / "api.py").read_text()
            (folder / "api.py").write_text("")
            await refused("api.py was changed")
            (folder / "api.py").write_text(sound)
            client.roll_out(Rollout("notes", 1, 2, 100.0))
            await client.until("v2", "canary")
            make_bundle(root, version=3, files={"routes.py": "1 / 0\n"})
            client.roll_out(Rollout("notes", 2, 3, 100.0))
            await client.refusal("v3", "ZeroDivisionError")
            assert await client.version() == ("v2", "fallback")

    asyncio.run(story())


def test_a_latecomer_cannot_take_an_address(root: Path):
    """An address that another feature serves stays with it, and the latecomer is refused with the reason."""
    make_bundle(root)
    site = Site(root)

    async def story() -> None:
        async with asking(site) as client:
            row = {"id": "x", "method": "GET", "path": "/v1/notes", "status": 200}
            make_bundle(root, "tasks", operations=[row])
            client.roll_out(Rollout("tasks", 1))
            await client.refusal("v1", "/v1/notes belongs to notes")
            assert await client.version() == ("v1", "only")

    asyncio.run(story())


@pytest.mark.parametrize("feature", ["notes", "gone", "../notes"])
def test_a_rollout_of_nothing_is_said_at_the_start(root: Path, feature: str, caplog: pytest.LogCaptureFixture):
    """A version that a rollout names and that is nowhere is a refusal, and no reason to send no traffic."""
    make_bundle(root)
    site = Site(root, Rollout(feature, 7))
    wanted = unknown(site.front.features, site.watch.entries)
    site.front.take_over(completed(site.settings, site.front.features, wanted))
    features = {row["feature"]: row for row in site.ask("GET", "/versions").json()["features"]}
    assert [refusal["version"] for refusal in features[feature]["refusals"]] == ["v7"]
    assert f"{feature}/v7 is not served: a rollout names it" in caplog.text
    assert site.ask("GET", "/readyz").json() == {"status": "ready"}
