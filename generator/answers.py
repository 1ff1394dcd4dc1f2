"""Where answers come from: what is stored first, a provider for the rest, and what it says is stored as it arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import budget, recordings
from generator.canonical import Json
from generator.project import Price, Project
from generator.providers import Provider
from generator.recordings import Recording
from generator.requests import Completion, Message, Request, Role
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Round:
    """One request and its answer; ``asked`` says that a provider was called for it in this run."""

    request: Request
    completion: Completion
    asked: bool


@dataclass(slots=True)
class Answers:
    """The answers to one prompt of one unit.

    ``anew`` passes over stored answers and keeps new ones back until :meth:`keep`, so that a failed attempt leaves the
    recordings of the bundle that stands. ``write`` False never touches the disk. ``price`` and ``budget_usd`` stop a
    paid call that could exceed the prompt's budget; ``paid`` says whether calls are paid at all.
    """

    project: Project
    unit: Unit
    provider: Provider
    on_tokens: Callable[[int], None]
    anew: bool = False
    write: bool = True
    paid: bool = False
    price: Price | None = None
    budget_usd: float | None = None
    spent: float = 0.0
    held_back: list[Round] = field(default_factory=list)

    def stored(self, request: Request) -> Round | None:
        """Return the stored answer to ``request``, None when there is none or when it is to be asked anew.

        Raises PromptInvalid when a recording cannot be read.
        """
        if self.anew:
            return None
        exact = recordings.load(self.project, self.unit, request.digest)
        if exact is not None:
            return Round(request, exact.completion, asked=False)
        return self._reworded(request)

    def ask(self, request: Request) -> Round:
        """Ask the provider, store what it says, and return it.

        Raises BudgetExceeded before a call that could cost too much, and whatever the provider raises.
        """
        if self.paid:
            budget.check(self.spent, request, self.budget_usd, self.price)
        completion = self.provider.complete(request, self.on_tokens)
        self.spent += completion.usage.cost_usd
        answered = Round(request, completion, asked=True)
        if self.anew:
            self.held_back.append(answered)
        elif self.write:
            recordings.store(self.project, self.unit, request, completion)
        return answered

    def keep(self) -> None:
        """Store what was held back, in the place of what was stored before."""
        for answered in self.held_back:
            recordings.store(self.project, self.unit, answered.request, answered.completion, replace=True)
        self.held_back.clear()

    def _reworded(self, request: Request) -> Round | None:
        """Find the stored answer to the same conversation whose last message, our findings, was worded otherwise.

        A release that words a finding better must not lose an answer that was paid for.
        """
        if len(request.messages) < 4 or request.messages[-2].role is not Role.assistant:
            return None
        for recording in self._recordings():
            messages = _messages(recording.request)
            same = replace(request, messages=(*request.messages[:-1], messages[-1])) if messages else None
            if same is not None and same.digest == recording.request_digest:
                return Round(same, recording.completion, asked=False)
        return None

    def _recordings(self) -> Iterator[Recording]:
        for file in sorted(Path(self.project.recordings(self.unit)).glob("*.json")):
            recording = recordings.load(self.project, self.unit, file.stem)
            if recording is not None:
                yield recording


def _messages(request: dict[str, Json]) -> tuple[Message, ...]:
    rows = request.get("messages")
    if not isinstance(rows, list):
        return ()
    return tuple(
        Message(Role(str(row["role"])), str(row["content"]))
        for row in rows
        if isinstance(row, dict) and row.keys() == {"role", "content"} and row["role"] in tuple(Role)
    )
