"""A developer edits a prompt; a model answers; the gate agrees; an operator rolls it out and takes it back."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx
import pytest

from tests.generator.providers.wire_server import WireServer, answer
from tests.stories.checkout import Checkout, copy_to

WEEK = {"event": "intro-call", "start": "2030-03-04T00:00:00Z", "end": "2030-03-11T00:00:00Z"}
CLIENTS = [f"client-{number}" for number in range(200)]


def test_a_new_version_is_made_gated_served_to_its_bucket_and_taken_back(tmp_path: Path) -> None:
    """Edit a prompt, regenerate, pass the gate, see v3 answer its share of clients, abort, see v2 answer all."""
    checkout = copy_to(tmp_path / "clone")
    ask_for_a_new_version(checkout)
    regenerate_from_a_model_server(checkout)

    refused = checkout.run("lockstep", "gate", "availability")
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "snapshots/missing" in refused.stdout
    assert checkout.run("lockstep", "accept", "availability").returncode == 0
    passed = checkout.run("lockstep", "gate", "availability")
    assert passed.returncode == 0, passed.stdout + passed.stderr

    with checkout.serving("lockstep-router", "serve", "--demo", "--port", "0") as address:
        roll_out_and_back(checkout, address)


def ask_for_a_new_version(checkout: Checkout) -> None:
    """Copy v2 to v3 and change one sentence of its prompt."""
    made = checkout.run("lockstep", "new-version", "availability")
    assert made.returncode == 0, made.stderr
    prompt = checkout.root / "prompts/availability/v3/api.prompt"
    text = prompt.read_text(encoding="utf-8")
    why = next(line for line in text.splitlines() if line.strip().startswith("why:"))
    prompt.write_text(text.replace(why, "  why: Say more plainly what the handler does."), encoding="utf-8")


def regenerate_from_a_model_server(checkout: Checkout) -> None:
    """Let a server that speaks the wire protocol answer with v2's code under a new docstring, and count the calls."""
    code = (checkout.root / "generated/availability/v2/api.py").read_text(encoding="utf-8")
    first = code.splitlines()[0]
    code = code.replace(first, '"""Translates a question about free time for the kernel, and its answer back."""', 1)
    text = json.dumps({"files": [{"path": "api.py", "content": code}], "assumptions": []})
    with WireServer([answer(text)]) as server:
        done = checkout.run(
            "lockstep", "regenerate", "--provider", "openai", OPENAI_API_KEY="story", OPENAI_BASE_URL=server.base_url
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(server.requests) == 1
    assert "1 regenerated (1 call" in done.stdout
    again = checkout.run("lockstep", "regenerate")
    assert "8 units: 8 unchanged" in again.stdout, again.stdout + again.stderr


def roll_out_and_back(checkout: Checkout, address: str) -> None:
    """Give v3 a quarter of the clients, then nobody."""
    rollout = ("lockstep-router", "rollout")
    set_to = checkout.run(*rollout, "set", "availability", "--stable", "v2", "--canary", "v3", "--weight", "25")
    assert set_to.returncode == 0, set_to.stdout + set_to.stderr
    time.sleep(1)
    with httpx.Client(base_url=address, timeout=30) as client:
        served = {key: version_for(client, key) for key in CLIENTS}
        share = sum(version == "v3" for version in served.values()) / len(served)
        assert share == pytest.approx(0.25, abs=0.12)
        assert {key: version_for(client, key) for key in CLIENTS} == served, "a client stays in its bucket"

        aborted = checkout.run(*rollout, "abort", "availability")
        assert aborted.returncode == 0, aborted.stdout + aborted.stderr
        time.sleep(1)
        assert {version_for(client, key) for key in CLIENTS} == {"v2"}


def version_for(client: httpx.Client, key: str) -> str:
    """Return the version that answers this client."""
    headers = {"Tenant": "demo", "Lockstep-Targeting-Key": key}
    response = client.get("/v1/availability", params=WEEK, headers=headers)
    assert response.status_code == 200, response.text
    return response.headers["Lockstep-Version"]
