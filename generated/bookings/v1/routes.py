"""The routes of bookings/v1, rendered from its prompt and schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Query, Request

from . import api
from .models import (
    Booking,
    BookingPage,
    BookingPath,
    BookingsQuery,
    Cancellation,
    NewBooking,
    Reschedule,
    TenantHeaders,
    WriteHeaders,
)
from .shapes import Problem

router = APIRouter(tags=["bookings"])

_PROBLEM = {"application/problem+json": {"schema": Problem.model_json_schema()}}


@router.post(
    "/v1/bookings",
    operation_id="book",
    summary="Book a slot",
    description="Takes a slot that the availability lists. Whoever comes first has it: the others get 409 with the next three\nfree starts in `next`. Sent again with the same `Idempotency-Key`, the first answer is given again.",
    status_code=201,
    response_description="Created",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        404: {"description": "Not Found", "content": _PROBLEM},
        409: {"description": "Conflict", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def book(
    request: Request,
    headers: Annotated[WriteHeaders, Header()],
    body: Annotated[NewBooking, Body()],
) -> Booking:
    return await api.book(request.app.state.kernel, headers, body)


@router.get(
    "/v1/bookings",
    operation_id="list_bookings",
    summary="List bookings",
    description="Lists bookings, earliest first. When a page is full, `next_cursor` leads to the next one.",
    status_code=200,
    response_description="OK",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def list_bookings(
    request: Request,
    query: Annotated[BookingsQuery, Query()],
    headers: Annotated[TenantHeaders, Header()],
) -> BookingPage:
    return await api.list_bookings(request.app.state.kernel, query, headers)


@router.get(
    "/v1/bookings/{booking_id}",
    operation_id="get_booking",
    summary="Get a booking",
    status_code=200,
    response_description="OK",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        404: {"description": "Not Found", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def get_booking(
    request: Request,
    path: Annotated[BookingPath, Path()],
    headers: Annotated[TenantHeaders, Header()],
) -> Booking:
    return await api.get_booking(request.app.state.kernel, path, headers)


@router.post(
    "/v1/bookings/{booking_id}/cancel",
    operation_id="cancel_booking",
    summary="Cancel a booking",
    description="Frees the booking's time. A cancelled booking can be restored while nobody else has taken it.",
    status_code=200,
    response_description="OK",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        404: {"description": "Not Found", "content": _PROBLEM},
        409: {"description": "Conflict", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def cancel_booking(
    request: Request,
    path: Annotated[BookingPath, Path()],
    headers: Annotated[WriteHeaders, Header()],
    body: Annotated[Cancellation, Body()],
) -> Booking:
    return await api.cancel_booking(request.app.state.kernel, path, headers, body)


@router.post(
    "/v1/bookings/{booking_id}/restore",
    operation_id="restore_booking",
    summary="Restore a cancelled booking",
    description="Confirms a cancelled booking again, if its time is still free; otherwise 409 with the next free starts.",
    status_code=200,
    response_description="OK",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        404: {"description": "Not Found", "content": _PROBLEM},
        409: {"description": "Conflict", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def restore_booking(
    request: Request,
    path: Annotated[BookingPath, Path()],
    headers: Annotated[WriteHeaders, Header()],
) -> Booking:
    return await api.restore_booking(request.app.state.kernel, path, headers)


@router.post(
    "/v1/bookings/{booking_id}/reschedule",
    operation_id="reschedule_booking",
    summary="Move a booking",
    description="Moves a booking to another free slot. When that is not free, the booking stays where it was.",
    status_code=200,
    response_description="OK",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        404: {"description": "Not Found", "content": _PROBLEM},
        409: {"description": "Conflict", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def reschedule_booking(
    request: Request,
    path: Annotated[BookingPath, Path()],
    headers: Annotated[WriteHeaders, Header()],
    body: Annotated[Reschedule, Body()],
) -> Booking:
    return await api.reschedule_booking(request.app.state.kernel, path, headers, body)
