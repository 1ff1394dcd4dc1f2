"""What a call may cost at most, and whether a prompt's budget allows it.

Worst case, not likely case: a byte-level tokenizer never makes more tokens than bytes, so the input is counted as
one token a byte, and the output as all of ``config.max_output_tokens``. A budget is thus kept before a call is
made, not regretted after it. (A call that the network cut and that is tried again may be billed twice by the
provider; nobody tells us.) A budget that cannot be computed is refused aloud: see :func:`check`.
"""

from __future__ import annotations

from generator.canonical import canonical_json
from generator.errors import BudgetExceeded
from generator.project import Price
from generator.requests import Request, Usage

_PER_MESSAGE = 16
"""Tokens that chat formats put around a message; real ones use 3 to 8."""
_MILLION = 1_000_000


def input_tokens(request: Request) -> int:
    """Return an upper bound of the input tokens: bytes of all messages and of the schema, plus their framing.

    The schema counts twice, because a provider is sent its strict form, which spells out more.
    """
    messages = sum(len(message.content.encode()) + _PER_MESSAGE for message in request.messages)
    return messages + 2 * len(canonical_json(request.answer_schema)) + _PER_MESSAGE


def output_tokens(request: Request) -> int | None:
    """Return the prompt's ``config.max_output_tokens``, None when it sets no (sensible) limit."""
    limit = request.config.get("max_output_tokens")
    return limit if isinstance(limit, int) and not isinstance(limit, bool) and limit > 0 else None


def cost(usage: Usage, price: Price | None) -> float:
    """Return what ``usage`` costs in US dollars; 0.0 for a model without a price, which is *unknown*, not free."""
    if price is None:
        return 0.0
    micro = usage.input_tokens * price.input_usd_per_million + usage.output_tokens * price.output_usd_per_million
    return micro / _MILLION


def estimate(request: Request, price: Price | None) -> float | None:
    """Return the most that one call can cost in US dollars; None when price or output limit is not known."""
    limit = output_tokens(request)
    if price is None or limit is None:
        return None
    return cost(Usage(input_tokens(request), limit), price)


def check(spent: float, request: Request, budget: float | None, price: Price | None) -> None:
    """Let the next call pass, or raise BudgetExceeded before a cent is spent.

    ``spent`` is what this unit's calls have cost so far in this run, ``budget`` the prompt's ``budget_usd``; None
    sets no limit. A budget beside a model without a price, or beside a prompt without ``max_output_tokens``, raises
    too: it cannot be kept, and passing in silence would pretend that it was.
    """
    if budget is None:
        return
    place = f"{request.feature}/v{request.version}: {request.prompt}.prompt"
    if price is None:
        raise BudgetExceeded(
            f"{place} has a budget of ${budget:.2f}, but nobody says what {request.model} costs. Add to "
            f'pyproject.toml: [tool.lockstep.prices."{request.model}"] with input_usd_per_million and '
            "output_usd_per_million (0 for a model of your own)."
        )
    worst = estimate(request, price)
    if worst is None:
        raise BudgetExceeded(
            f"{place} has a budget of ${budget:.2f}, but no limit on its answer. Set config.max_output_tokens."
        )
    if spent + worst > budget:
        raise BudgetExceeded(
            f"{place}: the next call can cost ${worst:.4f} (at most {input_tokens(request)} tokens in, "
            f"{output_tokens(request)} out) and ${spent:.4f} is spent; the budget is ${budget:.2f}. "
            "Raise lockstep.budget_usd, or lower config.max_output_tokens, in a new version of the prompt."
        )
