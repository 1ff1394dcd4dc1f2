"""Job: work that is done once, later, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, Union
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

JobStatus = Literal["queued", "running", "succeeded", "failed", "dead", "cancelled"]
STATUSES: tuple[JobStatus, ...] = ("queued", "running", "succeeded", "failed", "dead", "cancelled")
ENDED: tuple[JobStatus, ...] = ("succeeded", "failed", "dead", "cancelled")
Json: TypeAlias = Union[bool, int, float, str, Sequence["Json"], Mapping[str, "Json"], None]  # noqa: UP007 - recursive
Clock: TypeAlias = Callable[[], datetime]
Alone: TypeAlias = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Lends a connection on which each statement commits by itself, which saves a job two round trips to its start."""

KERNEL = ""
"""The tenant of jobs that are the kernel's own."""
_NAMES = UUID("5d0bb7a2-6e0f-4a57-9c53-6a1c8d1f0f10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands.

    ``queued``: waits, for its first attempt or its next (``attempts`` above 0, ``error`` says what went wrong);
    ``running``; ``succeeded``: done, ``result`` holds what came of it; ``failed``: cannot be done, ``error`` says why;
    ``dead``: given up after as many attempts as its kind has; ``cancelled``. ``done`` of ``total`` pieces are done;
    ``total`` is None while it is not known.
    """

    id: str
    tenant: str
    kind: str
    key: str
    status: JobStatus
    done: int
    total: int | None
    attempts: int
    error: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    result: Json


def name(tenant: str, kind: str, key: str) -> str:
    """Return the id of the job that has this key: a UUID, the same on every machine."""
    return str(uuid5(_NAMES, "\0".join((tenant, kind, key))))
