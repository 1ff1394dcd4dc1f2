"""Scheduling: the hand-written kernel that generated code stands on, and this its only door.

Generated handlers use the ``Kernel``, the values and the refusals, as ``schemas/kernel/v2.pyi`` describes them.
Whoever runs them uses two more: ``lifespan(database_url)`` opens a kernel, ``demo(kernel)`` fills an empty database.

The pure laws (what is free, and why not) stand in ``scheduling.problem``, ``scheduling.slots`` and
``scheduling.explain``; they know no database. The stored part stands behind ``scheduling.kernel``.
"""

from scheduling.demo import demo
from scheduling.errors import (
    Contended,
    IdempotencyKeyMissing,
    IdempotencyMismatch,
    InvalidRequest,
    NotFound,
    NotOffered,
    SchedulingError,
    SlotTaken,
    StateConflict,
)
from scheduling.kernel import Kernel, lifespan
from scheduling.values import (
    Attendee,
    Availability,
    Booking,
    BookingPage,
    BookingQuery,
    BookingStatus,
    EventInfo,
    EventMode,
    FreeDay,
    NewBooking,
    Obstacle,
    ObstacleCode,
    ResourceInfo,
    Search,
    Slot,
)

__all__ = [
    "Attendee",
    "Availability",
    "Booking",
    "BookingPage",
    "BookingQuery",
    "BookingStatus",
    "Contended",
    "EventInfo",
    "EventMode",
    "FreeDay",
    "IdempotencyKeyMissing",
    "IdempotencyMismatch",
    "InvalidRequest",
    "Kernel",
    "NewBooking",
    "NotFound",
    "NotOffered",
    "Obstacle",
    "ObstacleCode",
    "ResourceInfo",
    "SchedulingError",
    "Search",
    "Slot",
    "SlotTaken",
    "StateConflict",
    "demo",
    "lifespan",
]
