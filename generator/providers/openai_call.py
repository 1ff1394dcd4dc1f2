"""One call over the wire with the ``openai`` package: arguments in, one answer or one Failure out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from generator import strict
from generator.canonical import Json
from generator.errors import PromptInvalid
from generator.providers import openai_failures as failures
from generator.providers.openai_events import Answer, Cut, Misshapen, Reported, from_chat, from_responses
from generator.providers.openai_failures import Failure
from generator.providers.stream_guard import guard
from generator.requests import Request

if TYPE_CHECKING:
    from openai import OpenAI, Stream

SILENCE_S = 120.0
"""Seconds without a byte after which a call is given up and tried again; reasoning models may think for long."""
_CONNECT_S = 10.0
_SAME = {"temperature": "temperature", "top_p": "top_p"}
_RESPONSES = _SAME | {"max_output_tokens": "max_output_tokens"}
# max_tokens, not max_completion_tokens: who lacks the Responses API is an older or smaller server.
_CHAT = _SAME | {
    "max_output_tokens": "max_tokens",
    "seed": "seed",
    "reasoning_effort": "reasoning_effort",
    "verbosity": "verbosity",
}


def arguments(request: Request, *, chat: bool) -> dict[str, Any]:
    """Return the keyword arguments of ``create()`` for a request, in the dialect of the endpoint.

    Raises PromptInvalid for a ``config`` key that would otherwise be dropped in silence, and for an answer schema
    without a strict form.
    """
    config = request.config
    for key in config:
        if key not in _CHAT:
            raise PromptInvalid(
                f"{request.feature}/v{request.version}: {request.prompt}.prompt: config.{key} cannot be sent by the "
                f"provider openai. Known: {', '.join(_CHAT)}."
            )
    messages = [{"role": message.role.value, "content": message.content} for message in request.messages]
    schema: dict[str, Any] = {"name": "answer", "schema": _strict(request), "strict": True}
    names = _CHAT if chat else _RESPONSES
    given: dict[str, Any] = {"model": request.model, "stream": True}
    given |= {name: config[key] for key, name in names.items() if key in config}
    if chat:
        response_format = {"type": "json_schema", "json_schema": schema}
        return given | {
            "messages": messages,
            "response_format": response_format,
            "stream_options": {"include_usage": True},
        }
    if "reasoning_effort" in config:
        given["reasoning"] = {"effort": config["reasoning_effort"]}
    if "seed" in config:  # not in OpenAI's own Responses API, but in other servers' that are shaped after it
        given["extra_body"] = {"seed": config["seed"]}
    text = {"format": {"type": "json_schema"} | schema} | {key: config[key] for key in ("verbosity",) if key in config}
    return given | {"input": messages, "text": text, "store": False}


def _strict(request: Request) -> dict[str, Json]:
    form = strict.strict_form(request.answer_schema)
    problems = strict.lint(form)
    if problems:
        said = "; ".join(f"#{pointer}: {what}" for pointer, what in problems)
        raise PromptInvalid(
            f"{request.feature}/v{request.version}: the answer schema has no strict form: {said}. Mend the schema."
        )
    return form


def call(
    base_url: str,
    key: str,
    request: Request,
    on_progress: Callable[[int], None],
    *,
    chat: bool,
    deadline: float,
    now: Callable[[], float],
) -> Answer:
    """Make one attempt at one endpoint.

    Raises Failure, NoSuchEndpoint, or ProviderFailed at a limit of :mod:`generator.providers.stream_guard`.
    """
    import httpx2  # noqa: PLC0415 - slow to load
    import openai  # noqa: PLC0415 - slow to load

    given = arguments(request, chat=chat)
    try:
        with _client(base_url, key, deadline, now) as client:
            create: Callable[..., Stream[Any]] = client.chat.completions.create if chat else client.responses.create
            with create(**given) as stream:
                _check_type(stream.response.headers.get("content-type", "text/event-stream"))
                return (from_chat if chat else from_responses)(_values(stream), on_progress)
    except openai.APIStatusError as error:
        raise failures.of_status(error.status_code, _json(error.body), error.response.headers, request.model) from None
    except openai.APITimeoutError:
        raise Failure("fell silent", "Run again later, or raise LOCKSTEP_TIMEOUT_S.", again=True) from None
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise _unreachable(error) from None
    except openai.APIError as error:  # the SDK's reading of an error inside a stream
        raise failures.of_report(error.code or error.type or "", error.message) from None
    except Reported as error:
        raise failures.of_report(error.code, str(error)) from None
    except Cut:
        raise Failure("ended its stream before the answer was whole", "Run again.", again=True) from None
    except Misshapen as error:
        raise Failure(f"does not keep the protocol: {error}", "Check that OPENAI_BASE_URL is an API server.") from None


def _client(base_url: str, key: str, deadline: float, now: Callable[[], float]) -> OpenAI:
    import httpx2  # noqa: PLC0415 - slow to load
    import openai  # noqa: PLC0415 - slow to load

    host = urlsplit(base_url).hostname or ""
    remaining = max(1.0, deadline - now())
    http = openai.DefaultHttpxClient(
        follow_redirects=False,  # a prompt must not end up on a host that nobody named
        trust_env=host not in ("localhost", "127.0.0.1", "::1"),  # no proxy stands between us and ourselves
        event_hooks={"response": [guard(host, deadline, now)]},
    )
    timeout = httpx2.Timeout(min(SILENCE_S, remaining), connect=min(_CONNECT_S, remaining))
    return openai.OpenAI(api_key=key, base_url=base_url, max_retries=0, timeout=timeout, http_client=http)


def _values(stream: Stream[Any]) -> Iterator[Json]:
    """Yield the events as plain JSON values; the SDK's own objects promise more than they hold."""
    events = iter(stream)
    while True:
        try:
            event = next(events)
            value = event.to_dict(warnings=False) if hasattr(event, "to_dict") else event
        except StopIteration:
            return
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Misshapen(f"an event that is not JSON ({type(error).__name__})") from error
        yield value


def _check_type(content_type: str) -> None:
    if not content_type.lower().startswith("text/event-stream"):
        raise failures.of_content_type(content_type.lower())


def _json(body: object) -> Json:
    return body if isinstance(body, dict | list | str) else None


def _unreachable(error: Exception) -> Failure:
    cause = error.__cause__ or error
    what = f"could not be reached, or cut the connection ({type(cause).__name__}: {cause})"
    return Failure(what, "Check OPENAI_BASE_URL and the network, then run again.", again=True)
