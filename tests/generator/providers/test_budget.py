from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import budget
from generator.errors import BudgetExceeded
from generator.project import Price
from generator.requests import Usage
from tests.generator.providers.samples import PRICE, request

AMOUNTS = st.floats(0, 1000)


def test_cost_follows_the_price_table():
    """Prices are for a million tokens."""
    assert budget.cost(Usage(1_000_000, 500_000), PRICE) == pytest.approx(1.25 + 5.0)


def test_model_without_a_price_costs_an_unknown_amount():
    """Without a price the cost is written as 0, and no estimate is given: unknown is not free."""
    assert budget.cost(Usage(5, 5), None) == 0.0
    assert budget.estimate(request(), None) is None


@given(st.text(), st.integers(1, 100_000), AMOUNTS, AMOUNTS)
def test_estimate_is_never_below_the_cost(text: str, limit: int, dollars_in: float, dollars_out: float):
    """A token is at least a byte, so no call can cost more than the estimate."""
    price = Price(dollars_in, dollars_out)
    asked = request(text, max_output_tokens=limit)
    used = Usage(sum(len(message.content.encode()) for message in asked.messages), limit)
    worst = budget.estimate(asked, price)
    assert worst is not None
    assert worst >= budget.cost(used, price)


def test_input_is_counted_in_bytes():
    """A letter of two bytes may be two tokens: a thousand of them count two thousand."""
    assert budget.input_tokens(request("é" * 1000)) - budget.input_tokens(request("")) == 2000


@given(st.text(), st.text())
def test_longer_request_costs_no_less(text: str, more: str):
    """Adding text never makes the estimate smaller."""
    assert budget.input_tokens(request(text + more)) >= budget.input_tokens(request(text))


def test_call_within_the_budget_passes():
    """Nothing is raised while the worst case fits."""
    worst = budget.estimate(request(), PRICE)
    assert worst is not None
    budget.check(0.0, request(), worst, PRICE)
    budget.check(0.25, request(), 0.25 + worst, PRICE)


def test_call_beyond_the_budget_is_refused_with_numbers():
    """The message says what the call can cost, what is spent, what the budget is, and what to change."""
    with pytest.raises(BudgetExceeded) as caught:
        budget.check(0.49, request(max_output_tokens=16_000), 0.5, PRICE)
    message = str(caught.value)
    assert caught.value.exit_code == 5
    for part in ("greetings/v2", "$0.4900", "$0.50", "16000 out", "budget_usd"):
        assert part in message


def test_first_call_can_be_too_dear():
    """A budget of nothing forbids the first call as well."""
    with pytest.raises(BudgetExceeded):
        budget.check(0.0, request(), 0.0, PRICE)


def test_no_budget_sets_no_limit():
    """Without budget_usd nothing is computed, so no price is needed."""
    budget.check(99.0, request(), None, None)


@pytest.mark.parametrize("limit", [None, 0, -1, "many", True])
def test_budget_without_a_limit_of_the_answer_is_refused(limit: int | str | None):
    """An answer without a limit has no worst case, so its budget cannot be kept."""
    with pytest.raises(BudgetExceeded, match="max_output_tokens"):
        budget.check(0.0, request(max_output_tokens=limit), 1.0, PRICE)


def test_budget_without_a_price_is_refused():
    """A budget that cannot be computed is said, not silently passed."""
    with pytest.raises(BudgetExceeded, match=r"tool\.lockstep\.prices"):
        budget.check(0.0, request(), 1.0, None)


def test_model_of_your_own_is_free():
    """A price of 0 is a price."""
    budget.check(0.0, request(), 0.0, Price(0.0, 0.0))
