from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import count

import pytest

from generator.canonical import Json
from generator.errors import LockstepError, PromptInvalid, ProviderFailed
from generator.providers.openai_api import ATTEMPTS, OpenAICompatible, openai_from_environment
from generator.requests import Completion, Source
from tests.generator.providers.samples import ANSWER, PRICE, SCHEMA, request, silent
from tests.generator.providers.wire_server import (
    MODEL,
    Reply,
    WireServer,
    answer,
    cut,
    ends_early,
    error,
    events,
    hang,
    keep_alive,
    raw,
    refusal,
    web_page,
)

KEY = "sk-very-secret-key"


def provider(server: WireServer, naps: list[float] | None = None) -> OpenAICompatible:
    """Return a provider whose pauses are noted instead of slept."""
    sleep: Callable[[float], None] = (naps if naps is not None else []).append
    return OpenAICompatible(server.base_url, KEY, {"gpt-5": PRICE}, sleep=sleep, jitter=lambda: 0.0)


def complete(server: WireServer, naps: list[float] | None = None, **config: Json) -> Completion:
    """Ask the server once."""
    return provider(server, naps).complete(request(**config), silent)


def failure(server: WireServer, naps: list[float] | None = None, **config: Json) -> str:
    """Ask the server once and return what the user reads; it never holds the key, and exits as a provider's."""
    with pytest.raises(ProviderFailed) as caught:
        complete(server, naps, **config)
    message = str(caught.value)
    assert caught.value.exit_code == 6
    assert "127.0.0.1" in message
    assert KEY not in message
    return message


@pytest.fixture(params=["responses", "chat"])
def dialect(request: pytest.FixtureRequest) -> Callable[..., WireServer]:
    """Give servers of either kind: with the Responses API, or with chat completions alone."""
    return lambda *script: WireServer(script, responses=request.param == "responses")


def test_answer_arrives_whole_with_usage_and_cost(dialect: Callable[..., WireServer]):
    """A streamed answer is put together again, counted, and priced from the project's table."""
    with dialect(answer(ANSWER, usage=(1_000_000, 100_000))) as server:
        got = complete(server)
    assert (got.text, got.finish, got.model, got.source) == (ANSWER, "stop", MODEL, Source.model)
    assert (got.usage.input_tokens, got.usage.output_tokens) == (1_000_000, 100_000)
    assert got.usage.cost_usd == pytest.approx(1.25 + 1.0)
    assert got.response_id


def test_progress_rises_to_the_count_of_the_server(dialect: Callable[..., WireServer]):
    """Tokens are reported while they come, and end at what the server counted."""
    seen: list[int] = []
    with dialect(answer("word " * 40, usage=(10, 50), size=5)) as server:
        provider(server).complete(request(), seen.append)
    assert seen[-1] == 50
    assert len(seen) > 40
    assert seen == sorted(seen)


@pytest.mark.parametrize(("finish", "ours"), [("length", "length"), ("filter", "filter"), ("stop", "stop")])
def test_finish_reasons_are_mapped(dialect: Callable[..., WireServer], finish: str, ours: str):
    """Cut-off and filtered answers are answers: what they are worth is judged elsewhere."""
    with dialect(answer('{"files": [', finish=finish)) as server:
        got = complete(server)
    assert (got.finish, got.text) == (ours, '{"files": [')


def test_refusal_is_an_answer(dialect: Callable[..., WireServer]):
    """A model that refuses has answered: its words are kept."""
    with dialect(refusal("I would rather not.")) as server:
        got = complete(server)
    assert (got.finish, got.text) == ("refusal", "I would rather not.")


def test_halves_of_a_character_are_joined(dialect: Callable[..., WireServer]):
    """An emoji cut in two by the stream is whole again, and half an emoji does not break the recording."""
    halves = '"\ud83d' + "\ude00" + '" \ud83d'
    with dialect(answer(halves, size=2)) as server:
        assert complete(server).text == '"😀" \ufffd'


def test_request_of_the_responses_api():
    """Everything of the request is sent, in the Responses dialect, once."""
    with WireServer([answer(ANSWER)]) as server:
        complete(server, temperature=0.5, reasoning_effort="low", verbosity="low", seed=7)
    (call,) = server.requests
    assert call.path == "/responses"
    assert call.headers["authorization"] == f"Bearer {KEY}"
    body = dict(call.body)
    text = body.pop("text")
    assert text["verbosity"] == "low"
    form = text["format"]
    assert (form["type"], form["strict"], form["schema"]["type"]) == ("json_schema", True, "object")
    assert body == {
        "model": "gpt-5",
        "stream": True,
        "store": False,
        "temperature": 0.5,
        "max_output_tokens": 1000,
        "reasoning": {"effort": "low"},
        "seed": 7,
        "input": [
            {"role": "system", "content": "You write handlers."},
            {"role": "user", "content": "Write api.py."},
        ],
    }


@pytest.mark.parametrize("missing", [404, 405, 501])
def test_server_without_responses_is_asked_once_and_remembered(missing: int):
    """A server that lacks the Responses API is asked by chat completions, without asking for the other again."""
    naps: list[float] = []
    with WireServer([answer(ANSWER)], responses=False, missing=missing) as server:
        asked = provider(server, naps)
        assert asked.complete(request(), silent).text == ANSWER
        assert asked.complete(request(), silent).text == ANSWER
    assert [call.path for call in server.requests] == ["/responses", "/chat/completions", "/chat/completions"]
    body = server.requests[1].body
    assert body["max_tokens"] == 1000
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["stream_options"] == {"include_usage": True}
    assert naps == []


def test_server_with_neither_endpoint():
    """A wrong base URL is named as such, without another attempt."""
    with WireServer([answer(ANSWER)], responses=False, chat=False) as server:
        assert "neither /responses nor /chat/completions" in failure(server)
    assert len(server.requests) == 2


def test_unknown_model_is_not_taken_for_a_missing_endpoint():
    """OpenAI answers 404 for a model it does not know: no fall back, and the model is named."""
    with WireServer([error(404, "The model does not exist", code="model_not_found")]) as server:
        assert "'gpt-5'" in failure(server)
    assert [call.path for call in server.requests] == ["/responses"]


PASSING = [
    pytest.param(error(500), id="500"),
    pytest.param(error(503), id="503"),
    pytest.param(error(429, code="rate_limit_exceeded"), id="429"),
    pytest.param(error(408), id="408"),
    pytest.param(web_page(502), id="html-502"),
    pytest.param(cut(ANSWER, 9), id="cut"),
    pytest.param(cut(ANSWER, 0), id="cut-at-once"),
    pytest.param(ends_early(ANSWER, 9), id="ends-early"),
    pytest.param(events({"type": "error", "code": "server_error", "message": "oops", "param": None}), id="event-error"),
    pytest.param(
        events({"type": "response.failed", "response": {"error": {"code": "server_error", "message": "oops"}}}),
        id="failed",
    ),
    pytest.param(events({"error": {"message": "overloaded", "type": "overloaded", "code": None}}), id="error-object"),
]


@pytest.mark.parametrize("trouble", PASSING)
def test_passing_trouble_is_tried_again(trouble: Reply):
    """What may pass is tried again with growing pauses; nothing of the broken attempt is in the answer."""
    naps: list[float] = []
    with WireServer([trouble, trouble, answer(ANSWER)]) as server:
        assert complete(server, naps).text == ANSWER
    assert len(server.requests) == 3
    assert naps == [0.5, 1.0]


@pytest.mark.parametrize("trouble", PASSING)
def test_trouble_that_stays_is_told(trouble: Reply):
    """Attempts are bounded, and the message says how many there were."""
    naps: list[float] = []
    with WireServer([trouble]) as server:
        assert f"({ATTEMPTS} attempts)" in failure(server, naps)
    assert len(server.requests) == ATTEMPTS
    assert naps == [0.5, 1.0, 2.0]


LASTING = [
    pytest.param(error(401, f"Incorrect API key provided: {KEY}"), "OPENAI_API_KEY", id="401"),
    pytest.param(error(403), "OPENAI_API_KEY", id="403"),
    pytest.param(error(400, "Unsupported parameter: 'temperature'"), "Unsupported parameter", id="400"),
    pytest.param(error(429, "quota", code="insufficient_quota"), "credit", id="quota"),
    pytest.param(raw("", status=307, headers={"location": "http://127.0.0.1:1/v1"}), "OPENAI_BASE_URL", id="redirect"),
    pytest.param(web_page(), "web page", id="html"),
    pytest.param(raw("{}", content_type="application/json"), "application/json", id="not-streamed"),
    pytest.param(raw("data: {nope\n\n"), "not JSON", id="malformed-json"),
    pytest.param(raw(b"data: \xff\xfe\n\n"), "not JSON", id="not-utf-8"),
    pytest.param(raw("data: " + "[" * 100_000 + "\n\n"), "not JSON", id="bottomless"),
    pytest.param(events([1, 2]), "protocol", id="list-event"),
    pytest.param(events("hello"), "protocol", id="text-event"),
    pytest.param(events({"kind": "x"}), "protocol", id="no-type"),
    pytest.param(events({"type": "response.completed"}), "protocol", id="no-response"),
    pytest.param(
        events({"type": "response.completed", "response": {"id": 7, "model": "m"}}), "protocol", id="id-number"
    ),
    pytest.param(
        events({"type": "response.output_text.delta", "delta": 5, "output_index": 0, "content_index": 0}),
        "protocol",
        id="delta-number",
    ),
    pytest.param(
        events({"type": "response.failed", "response": {"error": {"code": "invalid_prompt", "message": "bad"}}}),
        "invalid_prompt",
        id="invalid-prompt",
    ),
]


@pytest.mark.parametrize(("trouble", "word"), LASTING)
def test_lasting_trouble_is_told_at_once(trouble: Reply, word: str):
    """What another attempt cannot mend is told after the first, in words that say what to do."""
    naps: list[float] = []
    with WireServer([trouble]) as server:
        assert word in failure(server, naps)
    assert len(server.requests) == 1
    assert naps == []


@pytest.mark.parametrize(
    "chunk",
    [
        {"choices": "none"},
        {"choices": [{"index": 0}]},
        {"choices": [{"index": 0, "delta": {"content": 1}}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]},
        {"choices": [], "usage": {"prompt_tokens": "many"}},
        {"object": "something else"},
    ],
)
def test_misshapen_chat_chunks(chunk: dict[str, Json]):
    """Chat completions are checked field by field as well."""
    with WireServer([events(chunk)], responses=False) as server:
        assert "protocol" in failure(server)


def test_malformed_sse_is_no_answer():
    """Lines that are no server-sent events add up to nothing, which is not taken for an empty answer."""
    with WireServer([raw("<<<<>>>>\nnonsense\n\n{}\n\n")]) as server:
        assert "before the answer was whole" in failure(server)


def test_text_that_differs_from_its_deltas():
    """A server whose last word differs from what it streamed has lost something on the way."""
    delta = {"type": "response.output_text.delta", "delta": "a", "output_index": 0, "content_index": 0}
    message = {"type": "message", "content": [{"type": "output_text", "text": "ab"}]}
    closing = {"type": "response.completed", "response": {"id": "r", "model": "m", "output": [message]}}
    with WireServer([events(delta, closing)]) as server:
        assert "differs" in failure(server)


def test_retry_after_is_honoured():
    """A server that names its pause gets exactly that."""
    naps: list[float] = []
    with WireServer([error(429, retry_after="7"), error(503, retry_after_ms="1500"), answer(ANSWER)]) as server:
        complete(server, naps)
    assert naps == [7.0, 1.5]


def test_retry_after_beyond_the_time_limit_is_told_at_once():
    """Nobody waits an hour for a call that may take fifteen minutes."""
    naps: list[float] = []
    with WireServer([error(429, retry_after="3600")]) as server:
        assert "3600 s" in failure(server, naps)
    assert naps == []


def test_comments_that_keep_a_connection_alive_do_not_outlast_the_time_limit():
    """The clock is looked at with every chunk, so that a trickle ends as silence does."""
    with WireServer([keep_alive()]) as server:
        ticks = count()
        asked = OpenAICompatible(server.base_url, KEY, timeout_s=100, now=lambda: float(next(ticks)))
        with pytest.raises(ProviderFailed, match="in time"):
            asked.complete(request(), silent)


def test_silence_ends():
    """A server that answers nothing at all is given up."""
    with WireServer([hang()]) as server:
        asked = dataclasses.replace(provider(server), timeout_s=0.5)
        with pytest.raises(ProviderFailed, match="silent"):
            asked.complete(request(), silent)


def test_model_in_a_loop_is_cut_off():
    """An answer without end is taken as cut off, with its beginning kept for the finding."""
    with WireServer([answer(" " * 3_000_000, size=100_000)]) as server:
        got = complete(server)
    assert got.finish == "length"
    assert 2_000_000 < len(got.text) < 2_300_000


def test_server_that_does_not_count_is_not_free():
    """Without usage the most that the call may have used is counted."""
    closing = {"type": "response.completed", "response": {"id": "r", "model": "m", "output": []}}
    delta = {"type": "response.output_text.delta", "delta": "abcdef", "output_index": 0, "content_index": 0}
    with WireServer([events(delta, closing)]) as server:
        got = complete(server)
    assert got.usage.output_tokens == 6
    assert got.usage.input_tokens > len("You write handlers.Write api.py.")
    assert got.usage.cost_usd > 0


def test_nobody_listens():
    """A refused connection names the host and what to check."""
    with WireServer([answer(ANSWER)]) as server:
        pass
    assert "OPENAI_BASE_URL" in failure(server)


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, "OPENAI_API_KEY is not set"),
        ({"OPENAI_API_KEY": "  "}, "OPENAI_API_KEY is not set"),
        ({"OPENAI_API_KEY": "sk-\n1"}, "OPENAI_API_KEY holds"),
        ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "localhost:8080"}, "OPENAI_BASE_URL"),
        ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://[::1"}, "OPENAI_BASE_URL"),
        ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://h:99999/v1"}, "OPENAI_BASE_URL"),
    ],
)
def test_settings_are_checked_before_the_network(environment: dict[str, str], word: str):
    """A missing key or a crooked address is told without a packet sent."""
    with pytest.raises(ProviderFailed, match=word):
        openai_from_environment({}, environment).complete(request(), silent)


def test_config_that_cannot_be_sent():
    """A config key is never dropped in silence."""
    with WireServer([answer(ANSWER)]) as server, pytest.raises(PromptInvalid, match=r"config\.colour"):
        complete(server, colour="red")
    assert server.requests == []


def test_config_in_the_chat_dialect():
    """The same settings under the names that chat completions have for them."""
    with WireServer([answer(ANSWER)], responses=False) as server:
        complete(server, temperature=0, top_p=0.5, reasoning_effort="low", verbosity="low", seed=7)
    body = server.requests[1].body
    names = ("temperature", "top_p", "max_tokens", "reasoning_effort", "verbosity", "seed")
    assert [body[name] for name in names] == [0, 0.5, 1000, "low", "low", 7]


def test_schema_is_sent_in_its_strict_form():
    """What cannot be forced is dropped before sending; a schema that cannot be made strict is refused by us."""
    loose = dataclasses.replace(request(), answer_schema={**SCHEMA, "$schema": "https://json-schema.org/x"})
    open_object = dataclasses.replace(request(), answer_schema={"type": "object", "additionalProperties": True})
    with WireServer([answer(ANSWER)]) as server:
        provider(server).complete(loose, silent)
        with pytest.raises(PromptInvalid, match="additionalProperties"):
            provider(server).complete(open_object, silent)
    (call,) = server.requests
    assert call.body["text"]["format"]["schema"] == SCHEMA


def test_host_hides_passwords():
    """A URL may hold a password; messages do not."""
    asked = OpenAICompatible("http://user:pass@127.0.0.1:9/v1", KEY)
    assert asked.host == "127.0.0.1:9"
    assert KEY not in repr(asked)


def test_whatever_a_server_says_is_a_lockstep_error():
    """The whole table once more: no reply of a server escapes as a foreign exception."""
    for row in (*PASSING, *LASTING):
        reply = row.values[0]
        assert isinstance(reply, Reply)
        with WireServer([reply], responses=False) as server, pytest.raises(LockstepError):
            complete(server)
