"""What a unit's line is told: by the provider while it answers, by the candidate at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.candidate import Candidate
from generator.options import Options
from generator.progress import Line, spent
from generator.project import Price
from generator.providers import Provider, charges
from generator.requests import Completion, Request, Role
from generator.synthesis import feedback

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Reporting:
    """A provider whose calls show on a unit's line; otherwise the provider it stands before."""

    provider: Provider
    line: Line
    prices: Mapping[str, Price]
    options: Options

    def complete(self, request: Request, on_progress: Callable[[int], None]) -> Completion:
        """Return what the provider returns, and raise what it raises."""
        price = self.prices.get(request.model)
        dollars = price.output_usd_per_million / _MILLION if price and charges(self.options.provider) else 0.0
        self.line.asks(request.model, _repairs(request), self.options.max_repairs, dollars)

        def received(tokens: int) -> None:
            self.line.receives(tokens)
            on_progress(tokens)

        completion = self.provider.complete(request, received)
        self.line.heard(completion.usage.output_tokens, completion.usage.cost_usd)
        return completion


def last_word(candidate: Candidate | None, line: Line) -> str:
    """Return what came of a unit: ``replayed 4,100 tokens``, ``asked 2 times, 5,210 tokens, $0.08``, ``failed``."""
    if candidate is None:
        return "failed"
    if candidate.calls:
        times = "once" if candidate.calls == 1 else f"{candidate.calls} times"
        return ", ".join([f"asked {times}", *spent(line.tokens, line.cost)])
    rounds = [each for answered in candidate.answered for each in answered.conversation.rounds]
    return " ".join(["replayed", *spent(sum(each.completion.usage.output_tokens for each in rounds), 0.0)])


def _repairs(request: Request) -> int:
    """Count the messages that ask for a repair; a prompt's own example answers are not among them."""
    begins = feedback(()).partition("\n")[0]
    return sum(message.role is Role.user and message.content.startswith(begins) for message in request.messages)
