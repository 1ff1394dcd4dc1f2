"""Obstacles: why nothing is free on a date, told once for the whole date.

:mod:`scheduling.explain` says it of one start. Asking it about each start of a date would say the same many times over
and name each minute outside opening hours; here the laws' intervals are laid over the starts that opening hours and
grid would allow, the *candidates*, and whatever takes one of them away is an obstacle. Tests hold each to the other.

Of mode any each resource stands for itself; of mode all the resources stand together, with the candidates that all of
them have. Either is a *team* here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from scheduling.busy import Calendar, calendars
from scheduling.crowds import Crowd, crowds
from scheduling.days import Dates
from scheduling.intervals import Interval, intersect, merge, subtract
from scheduling.limits import days_booked, full_days, grid, start_span
from scheduling.opening import open_intervals
from scheduling.problem import Event, Problem, Resource
from scheduling.telling import Found, Teller
from scheduling.values import Obstacle, ObstacleCode
from scheduling.zone import ceil_minute, floor_minute


@dataclass(frozen=True, slots=True)
class Team:
    """Those who serve a slot together: when all of them are open, and the minutes of the date where a slot fits in."""

    resources: tuple[Resource, ...]
    opened: list[Interval]
    candidates: list[int]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the resources."""
        return tuple(resource.id for resource in self.resources)


def obstacles(problem: Problem, dates: Dates, titles: Mapping[str, str]) -> tuple[Obstacle, ...]:
    """Return why nothing is free on a date on which nothing is; where something is, the answer means nothing.

    ``dates`` is that one date, the problem's query is about its hull; ``titles`` are the resources', by id.
    """
    date = merge(minutes for _, minutes in dates.minutes())
    return Teller(problem, dates.first, dates.tz, titles).told(_found(problem, date))


def _found(problem: Problem, date: list[Interval]) -> Iterator[Found]:
    """Yield what is in the way."""
    if not date:
        yield Found("closed")
    elif not problem.rules.resources:
        yield Found("nobody")
    elif whole := _beyond(problem, date[0][0], date[-1][1] - 1):
        yield Found(whole)
    else:
        teams = _teams(problem, date)
        yield from _out_of_time(problem, sorted({minute for team in teams for minute in team.candidates}))
        for team in teams:
            yield from _taken(problem, team) if team.candidates else _never_open(team, date)


def _beyond(problem: Problem, first: int, last: int) -> ObstacleCode | None:
    """Say why no minute from ``first`` to ``last`` may be a start, if notice or advance say so of all of them."""
    event, now = problem.rules.event, problem.query.now
    if last < ceil_minute(now):
        return "past"
    if last < ceil_minute(now) + event.min_notice_min:
        return "too_soon"
    if event.max_advance_min is not None and first > floor_minute(now) + event.max_advance_min:
        return "too_far"
    return None


def _out_of_time(problem: Problem, candidates: list[int]) -> Iterator[Found]:
    """Yield what notice and advance take of the candidates."""
    if not candidates:
        return
    if whole := _beyond(problem, candidates[0], candidates[-1]):
        yield Found(whole)
        return
    taken: dict[ObstacleCode, list[int]] = {}
    for minute in candidates:
        if code := _beyond(problem, minute, minute):
            taken.setdefault(code, []).append(minute)
    now = ceil_minute(problem.query.now)
    until: dict[ObstacleCode, int] = {"past": now, "too_soon": now + problem.rules.event.min_notice_min}
    for code, minutes in taken.items():
        end = minutes[-1] + problem.rules.event.duration_min
        yield Found(code, during=(minutes[0], min(until.get(code, end), end)))


def _teams(problem: Problem, date: list[Interval]) -> list[Team]:
    """Return who may serve a slot: each resource, or all of them together."""
    event = problem.rules.event
    alone = [_alone(event, resource, date) for resource in problem.rules.resources]
    if event.mode == "any":
        return alone
    together = set.intersection(*(set(one.candidates) for one in alone))
    return [Team(problem.rules.resources, reduce(intersect, (one.opened for one in alone)), sorted(together))]


def _alone(event: Event, resource: Resource, date: list[Interval]) -> Team:
    opened = open_intervals(resource, date[0][0], date[-1][1] + event.duration_min)
    fitting = intersect(merge((opens, closes - event.duration_min + 1) for opens, closes in opened), date)
    candidates = [minute for low, high in fitting for minute in grid(event, resource.tz, low, high)]
    return Team((resource,), opened, candidates)


def _never_open(team: Team, date: list[Interval]) -> Iterator[Found]:
    """Yield why a team has no candidates: closed, not open at the same time, or not open for long enough."""
    closed = [one.id for one in team.resources if not intersect(open_intervals(one, date[0][0], date[-1][1]), date)]
    if closed:
        yield from (Found("closed", (one,)) for one in closed)
        return
    inside = [one for one in team.opened if intersect([one], date)]
    yield Found("no_fit", team.ids, max(inside, key=_length)) if inside else Found("closed", team.ids)


def _taken(problem: Problem, team: Team) -> Iterator[Found]:
    """Yield what takes those of a team's candidates that are neither too soon nor too far."""
    left = _within(team.candidates, [start_span(problem)])
    if not left:
        return
    entries, hull = calendars(problem), (floor_minute(problem.query.from_), ceil_minute(problem.query.to))
    view = _view(team, left, problem.rules.event.duration_min)
    found: list[Found] = []
    crowded: list[Crowd] = []
    blocked: set[int] = set()
    for resource in team.resources:
        if code := _never(problem, resource):
            found.append(Found(code, (resource.id,)))
            continue
        full = _within(left, _full_days(problem, resource, entries[resource.id], hull))
        if full:
            length = problem.rules.event.duration_min
            found.append(Found("day_limit", (resource.id,), (full[0], full[-1] + length) if full != left else None))
        rest = sorted(set(left).difference(full))
        here = [one for one in crowds(problem, resource, entries[resource.id], hull) if _within(rest, one.starts)]
        found += [_crowded(resource, one, (view[0], min(view[1], hull[1]))) for one in here]
        blocked.update(_within(rest, merge(start for one in here for start in one.starts)))
        crowded += here
    never = [one for one in found if one.during is None]
    yield from never or found
    if not never:
        yield from _too_short(team, view, sorted(blocked), merge(one.during for one in crowded))


def _never(problem: Problem, resource: Resource) -> ObstacleCode | None:
    """Say why a resource cannot serve at any time, if so."""
    if resource.id in problem.calendar_errors:
        return "calendar_error"
    return "full" if resource.capacity < problem.query.party else None


def _full_days(problem: Problem, resource: Resource, calendar: Calendar, hull: Interval) -> list[Interval]:
    """Return the minutes on days on which a resource takes no more bookings."""
    most = problem.rules.event.max_per_day
    if most is None:
        return []
    return merge(full_days(days_booked(calendar, resource.tz, problem.query.now), most, resource.tz, *hull))


def _crowded(resource: Resource, crowd: Crowd, view: Interval) -> Found:
    """Return a crowd as far as it is in view; one that only reaches in with its buffers stands as it is."""
    low, high = max(crowd.during[0], view[0]), min(crowd.during[1], view[1])
    return Found(
        "full" if resource.capacity > 1 else "booked", (resource.id,), (low, high) if low < high else crowd.during
    )


def _too_short(team: Team, view: Interval, blocked: list[int], crowded: list[Interval]) -> Iterator[Found]:
    """Yield that what is left is too short, where a start is blocked though nobody is there at that minute yet."""
    gaps = [gap for gap in subtract(intersect(team.opened, [view]), crowded) if _within(blocked, [gap])]
    if gaps:
        yield Found("no_fit", team.ids, max(gaps, key=_length))


def _view(team: Team, left: list[int], length: int) -> Interval:
    """Return from when to when a team matters: its hours around the candidates that notice and advance left."""
    opens = next(start for start, end in team.opened if start <= left[0] < end)
    closes = next(end for start, end in team.opened if start <= left[-1] < end)
    low = opens if left[0] == team.candidates[0] else left[0]
    return low, closes if left[-1] == team.candidates[-1] else left[-1] + length


def _within(minutes: list[int], intervals: Iterable[Interval]) -> list[int]:
    """Return those of some sorted minutes that lie in disjoint intervals in order."""
    return [one for low, high in intervals for one in minutes[bisect_left(minutes, low) : bisect_left(minutes, high)]]


def _length(interval: Interval) -> int:
    return interval[1] - interval[0]
