"""Gathering: a lone item goes at once, others gather meanwhile, and nobody's leaving harms the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from scheduling.store.gathering import Gathering, Waiting

pytestmark = pytest.mark.anyio


@dataclass
class Road:
    """Keeps each batch on its way until ``gate`` is opened; an item is answered with its double."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    batches: list[list[int]] = field(default_factory=list)

    async def __call__(self, batch: Sequence[Waiting[int, int]]) -> None:
        """Go, and answer."""
        self.batches.append([one.item for one in batch])
        await self.gate.wait()
        for one in batch:
            one.answer(ValueError(str(one.item)) if one.item < 0 else 2 * one.item)


def start(gathering: Gathering[int, int], *items: int) -> list[asyncio.Future[int]]:
    """Hand items in, each by a caller and under a name of its own."""
    return [asyncio.ensure_future(gathering.do(item, item)) for item in items]


async def turns(count: int = 5) -> None:
    """Let others run, without time passing."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_a_lone_item_goes_at_once_and_others_gather_behind_it() -> None:
    """The first sets out before any time passes; what comes while it is on its way goes together after it."""
    road = Road()
    gathering = Gathering(road, patience=60)
    callers = start(gathering, 1)
    await turns()
    assert road.batches == [[1]]
    callers += start(gathering, 2, 3, 4)
    await turns()
    assert road.batches == [[1]]
    road.gate.set()
    assert await asyncio.gather(*callers) == [2, 4, 6, 8]
    assert road.batches == [[1], [2, 3, 4]]
    assert await gathering.do(5, 5) == 10
    await gathering.close()


async def test_a_full_batch_does_not_wait() -> None:
    """As soon as there are enough for a batch it sets out beside the one on its way, while there are lanes."""
    road = Road()
    gathering = Gathering(road, most=3, patience=60, lanes=3)
    callers = start(gathering, 0)
    await turns()
    callers += start(gathering, *range(1, 12))
    await turns()
    assert road.batches == [[0], [1, 2, 3], [4, 5, 6]]
    road.gate.set()
    assert await asyncio.gather(*callers) == [2 * number for number in range(12)]
    assert road.batches[3:] == [[7, 8, 9], [10, 11]]


async def test_nobody_waits_for_others_longer_than_patience() -> None:
    """What has waited long enough sets out while the one before is still on its way."""
    road = Road()
    gathering = Gathering(road, patience=0.01)
    callers = start(gathering, 1)
    await turns()
    callers += start(gathering, 2, 3)
    while len(road.batches) < 2:
        await asyncio.sleep(0.002)
    assert road.batches == [[1], [2, 3]]
    assert not any(one.done() for one in callers)
    road.gate.set()
    assert await asyncio.gather(*callers) == [2, 4, 6]


async def test_items_of_one_name_go_one_after_another() -> None:
    """The second of a name waits until the first is answered, however many lanes are free."""
    road = Road()
    gathering = Gathering(road, patience=0)
    callers = [asyncio.ensure_future(gathering.do(number, "same")) for number in (1, 2, 3)]
    callers += start(gathering, 4)
    await turns()
    assert road.batches == [[1], [4]]
    road.gate.set()
    assert await asyncio.gather(*callers) == [2, 4, 6, 8]
    assert road.batches[2:] == [[2], [3]]


async def test_callers_that_leave_harm_nobody() -> None:
    """Who leaves before setting out is not taken along; who leaves on the way is not waited for."""
    road = Road()
    gathering = Gathering(road, patience=60)
    first, second, third, fourth = (start(gathering, number)[0] for number in (1, 2, 3, 4))
    await turns()
    for leaving in (first, third):
        leaving.cancel()
    await turns()
    road.gate.set()
    assert await asyncio.gather(second, fourth) == [4, 8]
    assert road.batches == [[1], [2, 4]]
    assert first.cancelled()
    assert third.cancelled()


async def test_an_error_is_its_own_caller_s() -> None:
    """An item that fails raises at its caller, and one whose batch fails raises what the batch did."""
    road = Road()
    road.gate.set()
    gathering = Gathering(road)
    results = await asyncio.gather(*start(gathering, 1, -2, 3), return_exceptions=True)
    assert [str(one) for one in results] == ["2", "-2", "6"]

    async def fail(_: Sequence[Waiting[int, int]]) -> None:
        raise ConnectionError("gone")

    broken = Gathering(fail)
    results = await asyncio.gather(*start(broken, 1, 2, 3), return_exceptions=True)
    assert [str(one) for one in results] == ["gone"] * 3
    await broken.close()


async def test_closing_waits_for_what_is_on_its_way() -> None:
    """Whoever closes returns after the last answer."""
    road = Road()
    gathering = Gathering(road, patience=60)
    callers = start(gathering, 1, 2)
    await turns()
    closing = asyncio.ensure_future(gathering.close())
    await turns()
    assert not closing.done()
    road.gate.set()
    await closing
    assert [one.done() for one in callers] == [True, True]
