"""Crowds: when too many seats of a resource are taken, and which starts that takes away."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.busy import Calendar, busy_times, full_intervals, starts_meeting
from scheduling.intervals import Interval
from scheduling.problem import Problem, Resource


@dataclass(frozen=True, slots=True)
class Crowd:
    """A stretch ``during`` which too many seats are taken, and the minutes ``starts`` at which no slot may start."""

    during: Interval
    starts: list[Interval]


def crowds(problem: Problem, resource: Resource, calendar: Calendar, hull: Interval) -> list[Crowd]:
    """Return what keeps slots from starting in the minutes of ``hull``; all starts together are ``blocked_starts``.

    A stretch is what the bookings themselves take. Where only their buffers do, one on another, it is the buffers.
    """
    event, spare = problem.rules.event, resource.capacity - problem.query.party
    start, end = hull[0] - event.buffer_before_min, hull[1] + event.duration_min + event.buffer_after_min
    busy = busy_times(calendar, resource.tz, problem.query.now, start, end)
    raw = full_intervals(((one.raw, one.seats) for one in busy), spare)
    padded = full_intervals(((one.padded, one.seats) for one in busy), spare)
    found = [Crowd(one, starts_meeting(event, [one], _meeting(one, padded))) for one in raw]
    bare = [one for one in padded if not _meeting(one, raw)]
    return found + [Crowd(one, starts_meeting(event, [], [one])) for one in bare]


def _meeting(one: Interval, others: list[Interval]) -> list[Interval]:
    return [other for other in others if other[0] < one[1] and one[0] < other[1]]
