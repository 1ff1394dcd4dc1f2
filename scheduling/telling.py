"""Telling: obstacles merged, in order and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduling.intervals import Interval
from scheduling.problem import Problem
from scheduling.values import Obstacle, ObstacleCode
from scheduling.wording import length, listed, reading
from scheduling.zone import instant

MOST = 8
SENTENCES = {
    "past": "The times {when} have passed.",
    "too_soon": "The times {when} are too soon: it must be booked at least {notice} ahead.",
    "too_far": "The times {when} are too far ahead: it can be booked at most {advance} ahead.",
    "nobody": "Nobody serves it.",
    "skipped": "There are no times {when} in {tz}: the clock skipped that date.",
    "closed": "{who} {have} no opening hours {when}.",
    "apart": "{who} {have} no opening hours in common {when}.",
    "calendar_error": "The calendar of {who} cannot be read at the moment, so nothing can be promised.",
    "too_many": "{who} {have} too few seats for a party of {party}.",
    "day_limit": "{who} {take} no more bookings {when}.",
    "booked": "{who} {are} booked {when}.",
    "gaps": "{who} {are} booked {when}, with gaps that are too short.",
    "full": "{who} {have} too few seats left {when}.",
    "no_fit": "The longest time that {who} {have} left, {when}, does not hold {wanted}.",
}
"""How each kind of obstacle is told."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found to be in the way, of whom, and when; without ``during`` it rules out the whole date.

    ``broken`` says that there are gaps in ``during``, none of them of any use.
    """

    code: ObstacleCode
    resources: tuple[str, ...] = ()
    during: Interval | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """What words are made of: the problem, the date in whose zone times are told, the resources' titles by id."""

    problem: Problem
    date: date
    tz: str
    titles: Mapping[str, str]

    def told(self, found: Iterable[Found]) -> tuple[Obstacle, ...]:
        """Return obstacles: those of the whole date first, the others by start, at most ``MOST``."""
        merged = self.merged(found)
        if len(merged) > MOST:
            merged = self.merged(_joined(merged))
        merged.sort(key=lambda one: one.during or (-1, -1))
        return tuple(self.obstacle(one) for one in merged[:MOST])

    def merged(self, found: Iterable[Found]) -> list[Found]:
        """Return what was found, with what holds of each resource alike said once of all of them."""
        everyone = tuple(resource.id for resource in self.problem.rules.resources)
        same: dict[Found, list[tuple[str, ...]]] = {}
        for one in found:
            same.setdefault(replace(one, resources=()), []).append(one.resources)
        merged: list[Found] = []
        for one, teams in same.items():
            # Those who serve together keep what is said of each apart from what is said of them together.
            alike = self.problem.rules.event.mode == "any" and set(teams) == {(one,) for one in everyone}
            merged += [replace(one, resources=team) for team in ([everyone] if alike else teams)]
        return merged

    def obstacle(self, found: Found) -> Obstacle:
        """Return one obstacle with its sentence."""
        start, end = (instant(minute) for minute in found.during) if found.during else (None, None)
        resource = found.resources[0] if len(found.resources) == 1 else None
        return Obstacle(code=found.code, text=self.text(found), resource=resource, start=start, end=end)

    def text(self, found: Found) -> str:
        """Return the sentence."""
        event, several = self.problem.rules.event, len(found.resources) > 1
        values = {
            "when": self.span(found.during)
            if found.during
            else f"on {self.date:%A}, {_day(self.date)} {self.date.year}",
            "who": listed([self.titles.get(one, one) for one in found.resources]),
            "are": "are" if several else "is",
            "have": "have" if several else "has",
            "take": "take" if several else "takes",
            "notice": length(event.min_notice_min),
            "advance": length(event.max_advance_min or 0),
            "party": self.problem.query.party,
            "wanted": self.wanted(),
            "tz": self.tz,
        }
        return SENTENCES[self.kind(found)].format(**values)

    def kind(self, found: Found) -> str:
        """Return which sentence says it: most codes have one, some have two or three."""
        several = len(found.resources) > 1
        kinds = {
            "skipped": found.code == "closed" and not found.resources,
            "apart": found.code == "closed" and several and self.problem.rules.event.mode == "all",
            "too_many": found.code == "full" and found.during is None,
            "gaps": found.code == "booked" and found.broken,
        }
        return next((kind for kind, holds in kinds.items() if holds), found.code)

    def wanted(self) -> str:
        """Return how much time a slot wants, such as ``1 hour with 15 minutes before and 5 minutes after it``."""
        event = self.problem.rules.event
        around = [
            f"{length(minutes)} {side}"
            for minutes, side in ((event.buffer_before_min, "before"), (event.buffer_after_min, "after"))
            if minutes
        ]
        return length(event.duration_min) + (f" with {' and '.join(around)} it" if around else "")

    def span(self, during: Interval) -> str:
        """Return ``from 09:00 to 12:30``; the end of the date is ``24:00``."""
        end = "24:00" if self.time(during[1]) == f"00:00 on {_day(self.date + timedelta(days=1))}" else None
        return f"from {self.time(during[0])} to {end or self.time(during[1])}"

    def time(self, minute: int) -> str:
        """Return what the zone's clock reads, with the date where it is another."""
        day, time = reading(self.tz, minute)
        return time if day == self.date else f"{time} on {_day(day)}"


def _joined(found: Iterable[Found]) -> list[Found]:
    """Return what was found, with all that is in one resource's way for one reason as one stretch."""
    joined: dict[tuple[ObstacleCode, tuple[str, ...]], Found] = {}
    for one in found:
        known = joined.get((one.code, one.resources))
        if known is None or known.during is None or one.during is None:
            joined[one.code, one.resources] = one
        else:
            during = min(known.during[0], one.during[0]), max(known.during[1], one.during[1])
            joined[one.code, one.resources] = replace(one, during=during, broken=True)
    return list(joined.values())


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
