"""Why the kernel refuses, one problem (RFC 9457) each.

SchedulingError
├── IdempotencyKeyMissing  400  a write came without an idempotency key
├── NotFound               404  this tenant has no such event, resource or booking
├── SlotTaken              409  others have taken the time; carries the next free starts
├── StateConflict          409  the booking is not in a state that allows this
├── NotOffered             422  the event cannot start then even with nothing booked; carries the reasons
├── InvalidRequest         422  a value is out of range or malformed; names the field
├── IdempotencyMismatch    422  the idempotency key was used before with other input
└── Contended              503  too many writes at once; nothing was written

The statuses stand in the classes below and nowhere else. A refusal can be stored and raised again: its class is
found by ``type``, and everything else that it says is in ``detail`` and ``extensions``.
"""

from __future__ import annotations

from typing import ClassVar


class SchedulingError(Exception):
    """The root. ``extensions`` holds JSON values by name."""

    status: ClassVar[int]
    type: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str, extensions: dict[str, object] | None = None) -> None:
        super().__init__(detail)
        self.detail: str = detail
        self.extensions: dict[str, object] = extensions or {}


class InvalidRequest(SchedulingError):
    """A value is out of range or malformed; ``extensions["field"]`` names it."""

    status = 422
    type = "/problems/invalid-request"
    title = "Invalid request"


class NotFound(SchedulingError):
    """This tenant has no such event, resource or booking."""

    status = 404
    type = "/problems/not-found"
    title = "Not found"


class NotOffered(SchedulingError):
    """The event cannot start then even with nothing booked.

    ``extensions["code"]`` says why in one word (``scheduling.store.offers.CODES``), ``extensions["reasons"]`` in
    sentences.
    """

    status = 422
    type = "/problems/not-offered"
    title = "Time not offered"


class SlotTaken(SchedulingError):
    """Others have taken the time; ``extensions["next"]`` holds up to three next free starts (RFC 3339, UTC)."""

    status = 409
    type = "/problems/slot-taken"
    title = "Slot taken"


class StateConflict(SchedulingError):
    """The booking is not in a state that allows this.

    ``extensions["status"]`` holds its status, ``extensions["code"]`` says why not: ``cancelled``, ``confirmed`` or
    ``ended``.
    """

    status = 409
    type = "/problems/state-conflict"
    title = "Booking in another state"


class IdempotencyKeyMissing(SchedulingError):
    """A write came without an idempotency key."""

    status = 400
    type = "/problems/idempotency-key-missing"
    title = "Idempotency key missing"


class IdempotencyMismatch(SchedulingError):
    """The idempotency key was used before with other input."""

    status = 422
    type = "/problems/idempotency-mismatch"
    title = "Idempotency key used before"


class Contended(SchedulingError):
    """Too many writes at once; nothing was written, and the same call may be made again."""

    status = 503
    type = "/problems/contended"
    title = "Too many writes at once"


BY_TYPE: dict[str, type[SchedulingError]] = {kind.type: kind for kind in SchedulingError.__subclasses__()}
"""Every refusal by its ``type``, so that a stored one can be raised again."""
