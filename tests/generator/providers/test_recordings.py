from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import recordings
from generator.canonical import Json, pretty_json, sha256
from generator.errors import PromptInvalid, UsageInvalid
from generator.requests import Completion, Source, Usage
from tests.generator.providers.samples import UNIT, completion, project, request


def test_what_is_stored_is_what_is_loaded(tmp_path: Path):
    """A recording gives back the answer, its author and its cost, under the request's digest."""
    path = recordings.store(project(tmp_path), UNIT, request(), completion())
    assert path == tmp_path / "snapshots/greetings/v2/recordings" / f"{request().digest}.json"
    found = recordings.load(project(tmp_path), UNIT, request().digest)
    assert found is not None
    assert found.completion == completion()
    assert found.request == request().payload()
    assert found.file_digest == recordings.digest_of(path) == sha256(path.read_bytes())


def test_file_is_the_documented_one(tmp_path: Path):
    """The format is fixed: pretty JSON with exactly these keys, readable by everybody."""
    path = recordings.store(project(tmp_path), UNIT, request(), completion(source=Source.person))
    value = json.loads(path.read_bytes())
    assert path.read_bytes() == pretty_json(value)
    assert path.stat().st_mode & 0o777 == 0o644
    assert value == {
        "request_digest": request().digest,
        "request": request().payload(),
        "response": {
            "text": completion().text,
            "model": "gpt-5-2026-01-01",
            "finish": "stop",
            "response_id": "resp_1",
            "usage": {"input_tokens": 120, "output_tokens": 45, "cost_usd": 0.0006},
        },
        "source": "person",
    }


@given(
    text=st.text(),
    source=st.sampled_from(Source),
    tokens=st.integers(0, 10**9),
    dollars=st.floats(0, 1e6),
    finish=st.sampled_from(recordings.FINISHES),
)
def test_any_answer_survives(
    tmp_path_factory: pytest.TempPathFactory, text: str, source: Source, tokens: int, dollars: float, finish: str
):
    """Whatever text a model writes, the recording gives it back character by character."""
    here = project(tmp_path_factory.mktemp("project"))
    said = Completion(text, "m", source, Usage(tokens, tokens, dollars), finish, "")
    recordings.store(here, UNIT, request(), said)
    found = recordings.load(here, UNIT, request().digest)
    assert found is not None
    assert found.completion == said


def test_missing_recording_is_none(tmp_path: Path):
    """No file is no error: somebody may still be asked."""
    assert recordings.load(project(tmp_path), UNIT, request().digest) is None


def test_equal_recording_is_left_untouched(tmp_path: Path):
    """Storing the same answer again does not even change the file's time."""
    path = recordings.store(project(tmp_path), UNIT, request(), completion())
    os.utime(path, ns=(1, 1))
    recordings.store(project(tmp_path), UNIT, request(), completion())
    assert path.stat().st_mtime_ns == 1


def test_another_answer_needs_a_decision(tmp_path: Path):
    """A different answer to the same request is refused, unless it is said to replace the first."""
    here = project(tmp_path)
    path = recordings.store(here, UNIT, request(), completion("first"))
    before = path.read_bytes()
    with pytest.raises(UsageInvalid, match="--replace"):
        recordings.store(here, UNIT, request(), completion("second"))
    assert path.read_bytes() == before
    recordings.store(here, UNIT, request(), completion("second"), replace=True)
    found = recordings.load(here, UNIT, request().digest)
    assert found is not None
    assert found.completion.text == "second"


def test_of_two_writers_one_wins(tmp_path: Path):
    """Writers that race with different answers leave one of them whole, and the others are told."""
    here = project(tmp_path)

    def write(number: int) -> bool:
        try:
            recordings.store(here, UNIT, request(), completion(f"answer {number}"))
        except UsageInvalid:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = [number for number, stored in enumerate(pool.map(write, range(24))) if stored]
    found = recordings.load(here, UNIT, request().digest)
    assert found is not None
    assert [f"answer {number}" for number in won] == [found.completion.text]


def test_nothing_is_left_behind(tmp_path: Path):
    """Neither success nor refusal leaves a temporary file, beside the recordings or elsewhere."""
    here = project(tmp_path)
    path = recordings.store(here, UNIT, request(), completion("first"))
    with pytest.raises(UsageInvalid):
        recordings.store(here, UNIT, request(), completion("second"))
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


def _edit(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    def edited(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return edited


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        pytest.param(lambda _: b"", "not JSON", id="empty"),
        pytest.param(lambda data: data[:-40], "not JSON", id="cut"),
        pytest.param(lambda _: b"\xff", "not JSON", id="not-utf-8"),
        pytest.param(lambda _: b"[" * 100_000, "not JSON", id="bottomless"),
        pytest.param(lambda _: b"[]", "not an object", id="list"),
        pytest.param(_edit(lambda value: value.pop("source")), "lacks 'source'", id="no-source"),
        pytest.param(_edit(lambda value: value.update(extra=1)), "unknown key 'extra'", id="extra"),
        pytest.param(_edit(lambda value: value.update(source="robot")), "model, person", id="robot"),
        pytest.param(_edit(lambda value: value.update(request=[])), "not an object", id="request-list"),
        pytest.param(_edit(lambda value: value["request"].update(model="x")), "another digest", id="other-request"),
        pytest.param(_edit(lambda value: value.update(request_digest="0" * 64)), "file's name", id="other-name"),
        pytest.param(_edit(lambda value: value.update(response=None)), "not an object", id="no-response"),
        pytest.param(_edit(lambda value: value["response"].update(text=None)), "not a text", id="no-text"),
        pytest.param(_edit(lambda value: value["response"].update(finish="gone")), "finish", id="finish"),
        pytest.param(_edit(lambda value: value["response"]["usage"].update(input_tokens=-1)), "tokens", id="tokens"),
        pytest.param(_edit(lambda value: value["response"]["usage"].update(input_tokens=True)), "tokens", id="true"),
        pytest.param(_edit(lambda value: value["response"]["usage"].update(cost_usd="1")), "dollars", id="cost"),
        pytest.param(lambda data: data.replace(b"0.0006", b"NaN"), "not JSON", id="nan"),
        pytest.param(lambda data: data.replace(b"0.0006", b"1e999"), "dollars", id="infinite"),
        pytest.param(lambda data: data.replace(b'"source"', b'"source": "person", "source"'), "twice", id="twice"),
    ],
)
def test_spoiled_recordings_are_named(tmp_path: Path, spoil: Callable[[bytes], bytes], word: str):
    """A file that is not a recording of that request is refused by name; it is never half understood."""
    path = recordings.store(project(tmp_path), UNIT, request(), completion())
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(PromptInvalid, match=word) as caught:
        recordings.load(project(tmp_path), UNIT, request().digest)
    assert f"snapshots/greetings/v2/recordings/{request().digest}.json" in str(caught.value)


@given(st.dictionaries(st.sampled_from(["temperature", "top_p"]), st.integers() | st.text()))
def test_digest_follows_the_payload(config: dict[str, Json]):
    """Two requests share a recording exactly when their payloads are equal."""
    assert (request(**config).digest == request().digest) == (request(**config).payload() == request().payload())
