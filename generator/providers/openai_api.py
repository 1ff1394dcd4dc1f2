"""The provider for every server that speaks the OpenAI wire protocol."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator import budget
from generator.errors import ProviderFailed
from generator.project import Price
from generator.providers.openai_call import call
from generator.providers.openai_events import Answer
from generator.providers.openai_failures import Failure, NoSuchEndpoint
from generator.providers.patience import DEFAULT_TIMEOUT_S, timeout_s
from generator.requests import Completion, Request, Source, Usage

DEFAULT_BASE_URL = "https://api.openai.com/v1"
ATTEMPTS = 4
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0

_chat_only: set[str] = set()
"""Base URLs that turned out to have no Responses API: asked once a process, not once a call."""


@dataclass(frozen=True, slots=True)
class OpenAICompatible:
    """Asks ``base_url`` with ``key``.

    The Responses API where the server has it, chat completions otherwise; the answer is streamed. A call is tried
    at most :data:`ATTEMPTS` times within ``timeout_s``, pauses included.
    ``now`` is a monotonic clock in seconds, ``sleep`` waits seconds, ``jitter`` returns a number in ``[0, 1)``.
    """

    base_url: str
    key: str = field(repr=False)
    prices: Mapping[str, Price] = field(default_factory=dict)
    chat_only: set[str] = field(default_factory=set, repr=False)
    timeout_s: float = DEFAULT_TIMEOUT_S
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random

    @property
    def host(self) -> str:
        """Host and port as shown in messages: never a user name or password that the URL may hold."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    def complete(self, request: Request, on_progress: Callable[[int], None]) -> Completion:
        """Return the server's answer, complete or cut off or refused: whether it is any good is not judged here.

        Raises ProviderFailed for everything that lies between us and an answer, PromptInvalid for a ``config`` that
        cannot be sent.
        """
        self._check_settings()
        deadline = self.now() + self.timeout_s
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._completion(request, self._attempt(request, on_progress, deadline))
            except Failure as failure:
                pause = self._pause_s(failure, attempt)
                if not failure.again or attempt == ATTEMPTS or self.now() + pause >= deadline:
                    raise self._failed(request, failure, attempt, pause) from None
                self.sleep(pause)
                on_progress(0)
        raise AssertionError("the loop returns or raises")

    def _attempt(self, request: Request, on_progress: Callable[[int], None], deadline: float) -> Answer:
        def one(*, chat: bool) -> Answer:
            return call(self.base_url, self.key, request, on_progress, chat=chat, deadline=deadline, now=self.now)

        if self.base_url not in self.chat_only:
            try:
                return one(chat=False)
            except NoSuchEndpoint:
                pass  # an older or smaller server; what it has instead is chat completions
        try:
            answer = one(chat=True)
        except NoSuchEndpoint:
            raise Failure(
                "has neither /responses nor /chat/completions below this base URL",
                "Check OPENAI_BASE_URL: most servers want a path such as /v1.",
            ) from None
        self.chat_only.add(self.base_url)
        return answer

    def _completion(self, request: Request, answer: Answer) -> Completion:
        # A server that does not count is not free: what it may have used at most is counted instead.
        sent = budget.input_tokens(request) if answer.input_tokens is None else answer.input_tokens
        received = len(answer.text.encode()) if answer.output_tokens is None else answer.output_tokens
        usage = Usage(sent, received)
        dollars = budget.cost(usage, self.prices.get(request.model))
        return Completion(
            text=answer.text,
            model=answer.model or request.model,
            source=Source.model,
            usage=Usage(sent, received, dollars),
            finish=answer.finish,
            response_id=answer.response_id,
        )

    def _pause_s(self, failure: Failure, attempt: int) -> float:
        """Return the server's own wish, else an exponential pause of which half is left to chance."""
        if failure.after_s is not None:
            return failure.after_s
        longest = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (attempt - 1))
        return longest * (0.5 + 0.5 * self.jitter())

    def _failed(self, request: Request, failure: Failure, attempts: int, pause: float) -> ProviderFailed:
        tried = f" ({attempts} attempts)" if attempts > 1 else ""
        asked = f" It asks to be left alone for {pause:g} s." if failure.after_s is not None else ""
        message = f"{request.feature}/v{request.version}: {self.host} {failure.what}{tried}.{asked} {failure.remedy}"
        return ProviderFailed(message.replace(self.key, "[key]"))  # some servers quote the key they refuse

    def _check_settings(self) -> None:
        if not self.key:
            raise ProviderFailed(
                "OPENAI_API_KEY is not set, so no model can be asked. Set it (any text will do for a server of your "
                "own that wants none, with OPENAI_BASE_URL), or use --provider ask or command:CMD."
            )
        if not (self.key.isascii() and self.key.isprintable()):
            raise ProviderFailed("OPENAI_API_KEY holds characters that no header can carry. Copy the key once more.")
        try:
            address = urlsplit(self.base_url)
            usable = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ProviderFailed("OPENAI_BASE_URL is not the address of a server. It should look like https://host/v1.")


def openai_from_environment(
    prices: Mapping[str, Price], environment: Mapping[str, str] | None = None
) -> OpenAICompatible:
    """Return the provider that ``OPENAI_BASE_URL`` and ``OPENAI_API_KEY`` describe; a missing key is told on use."""
    given = os.environ if environment is None else environment
    base_url = given.get("OPENAI_BASE_URL", "").strip() or DEFAULT_BASE_URL
    key = given.get("OPENAI_API_KEY", "").strip()
    return OpenAICompatible(base_url, key, prices, _chat_only, timeout_s(given))
