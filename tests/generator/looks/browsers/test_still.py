from __future__ import annotations

import pytest

from generator.looks.browsers.started import Started
from generator.looks.browsers.still import NOW
from tests.generator.looks.pages import opening, whole

NEW_YEAR = {
    "Date.now()": NOW,
    "+new Date()": NOW,
    "Date.parse(Date())": NOW,
    "+Reflect.construct(Date, [])": NOW,
    "+new (new Date(5).constructor)()": NOW,
    "+new (class extends Date {})()": NOW,
    "performance.timeOrigin": NOW,
    "new Intl.DateTimeFormat('en-US').format()": "1/1/2026",
    "new Intl.DateTimeFormat('en-US').formatToParts().at(-1).value": "2026",
    "document.lastModified": "01/01/2026 00:00:00",
    "globalThis.Temporal ? Temporal.Now.instant().epochMilliseconds : 'none'": (NOW, "none"),
    "globalThis.Temporal ? Temporal.Now.plainDateTimeISO().toString() : 'none'": ("2026-01-01T00:00:00", "none"),
    "globalThis.Temporal ? Temporal.Now.zonedDateTimeISO('Asia/Tokyo').hour : 'none'": (9, "none"),
}
AS_EVER = {
    "+new Date(7)": 7,
    "+new Date(2020, 1)": 1_580_515_200_000,
    "new Date(undefined).toString()": "Invalid Date",
    "Date.UTC(2020, 1)": 1_580_515_200_000,
    "new Date() instanceof Date": True,
    "document.querySelector('input').valueAsDate instanceof Date": True,
    "structuredClone(new Date(7)) instanceof Date": True,
    "new (class extends Date { more() { return 3 } })().more()": 3,
    "Object.prototype.toString.call(new Date())": "[object Date]",
    "new Intl.DateTimeFormat('en-US').format(0)": "1/1/1970",
    "(format => format === format)(new Intl.DateTimeFormat('en-US').format)": True,
    "crypto.getRandomValues(new Uint8Array(9).subarray(2, 5)).length": 3,
    "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())": True,
    "new Promise((done) => setTimeout(() => done('later'), 20))": "later",
}
CHANCE = "[Math.random(), Math.random(), crypto.randomUUID(), ...crypto.getRandomValues(new Uint32Array(4))]"


def test_every_page_has_the_same_moment_and_chance(either: Started):
    """Whatever tells the time of day tells one, all else of dates is as ever, and chance begins anew in each page."""
    told = []
    fresh = opening(either, whole('<input type="date" value="2020-02-01">'))
    for _ in range(2):
        with fresh() as page:
            assert page.evaluate(f"Promise.all([{', '.join(AS_EVER)}])") == list(AS_EVER.values())
            for said, wanted in NEW_YEAR.items():
                assert page.evaluate(said) in (wanted if isinstance(wanted, tuple) else (wanted,)), said
            told.append(page.evaluate(CHANCE))
    assert told[0] == told[1]
    assert len(set(told[0])) == len(told[0])
    assert all(0 <= one < 1 for one in told[0][:2])


@pytest.mark.parametrize("said", ["Math.random()", "crypto.randomUUID()"])
def test_one_chance_does_not_move_another(chromium: Started, said: str):
    """What a page asks first has no say in what it is told next by another source."""
    other = {"Math.random()": "crypto.randomUUID()", "crypto.randomUUID()": "Math.random()"}[said]
    with opening(chromium, whole("<p>x</p>"))() as page:
        plain = page.evaluate(said)
        page.reload()
        assert page.evaluate(f"[{other}, {other}, {said}].at(-1)") == plain
