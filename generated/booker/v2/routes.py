"""The routes of booker/v2, rendered from its prompt and schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Header, Path, Query, Request, Response

from . import api
from .components import INTERFACE
from .markup import respond
from .models import (
    BookingForm,
    BookingPath,
    BookingQuery,
    CancelForm,
    ChooseQuery,
    DetailsQuery,
    EventPath,
    MoveForm,
    RestoreForm,
    TenantPath,
    ViewQuery,
    VisitorHeaders,
)
from .shapes import Problem

router = APIRouter(tags=["booker"])

_PROBLEM = {"application/problem+json": {"schema": Problem.model_json_schema()}}
_PROBLEM_PAGE = {**_PROBLEM, "text/html": {"schema": {"type": "string"}}}


@router.get(
    "/book/{tenant}",
    operation_id="show_events",
    summary="What can be booked",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def show_events(
    request: Request,
    path: Annotated[TenantPath, Path()],
    query: Annotated[ViewQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
) -> Response:
    return respond(INTERFACE, await api.show_events(request.app.state.kernel, path, query, headers), "text/html")


@router.get(
    "/book/{tenant}/{event}",
    operation_id="choose_time",
    summary="Choose a day and a time",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def choose_time(
    request: Request,
    path: Annotated[EventPath, Path()],
    query: Annotated[ChooseQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
) -> Response:
    return respond(INTERFACE, await api.choose_time(request.app.state.kernel, path, query, headers), "text/html")


@router.get(
    "/booked/{tenant}/{booking_id}",
    operation_id="show_booking",
    summary="Look at a booking",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def show_booking(
    request: Request,
    path: Annotated[BookingPath, Path()],
    query: Annotated[BookingQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
) -> Response:
    return respond(INTERFACE, await api.show_booking(request.app.state.kernel, path, query, headers), "text/html")


@router.get(
    "/book/{tenant}/{event}/details",
    operation_id="enter_details",
    summary="Say who is coming",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def enter_details(
    request: Request,
    path: Annotated[EventPath, Path()],
    query: Annotated[DetailsQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
) -> Response:
    return respond(INTERFACE, await api.enter_details(request.app.state.kernel, path, query, headers), "text/html")


@router.post(
    "/book/{tenant}/{event}/details",
    operation_id="make_booking",
    summary="Book the chosen time",
    status_code=303,
    response_description="See Other",
    response_class=Response,
    response_model=None,
    responses={
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def make_booking(
    request: Request,
    path: Annotated[EventPath, Path()],
    query: Annotated[ViewQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
    form: Annotated[BookingForm, Form()],
) -> Response:
    return respond(INTERFACE, await api.make_booking(request.app.state.kernel, path, query, headers, form), "text/html")


@router.get(
    "/booked/{tenant}/{booking_id}/calendar",
    operation_id="download_calendar_file",
    summary="A calendar file of a booking",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/calendar": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def download_calendar_file(
    request: Request,
    path: Annotated[BookingPath, Path()],
) -> Response:
    return respond(INTERFACE, await api.download_calendar_file(request.app.state.kernel, path), "text/calendar")


@router.get(
    "/booked/{tenant}/{booking_id}/cancel",
    operation_id="ask_to_cancel",
    summary="Ask whether a booking shall be cancelled",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def ask_to_cancel(
    request: Request,
    path: Annotated[BookingPath, Path()],
    query: Annotated[ViewQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
) -> Response:
    return respond(INTERFACE, await api.ask_to_cancel(request.app.state.kernel, path, query, headers), "text/html")


@router.post(
    "/booked/{tenant}/{booking_id}/cancel",
    operation_id="cancel_from_page",
    summary="Cancel a booking",
    status_code=303,
    response_description="See Other",
    response_class=Response,
    response_model=None,
    responses={
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def cancel_from_page(
    request: Request,
    path: Annotated[BookingPath, Path()],
    query: Annotated[ViewQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
    form: Annotated[CancelForm, Form()],
) -> Response:
    return respond(
        INTERFACE, await api.cancel_from_page(request.app.state.kernel, path, query, headers, form), "text/html"
    )


@router.post(
    "/booked/{tenant}/{booking_id}/restore",
    operation_id="restore_from_page",
    summary="Restore a cancelled booking",
    status_code=303,
    response_description="See Other",
    response_class=Response,
    response_model=None,
    responses={
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def restore_from_page(
    request: Request,
    path: Annotated[BookingPath, Path()],
    query: Annotated[ViewQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
    form: Annotated[RestoreForm, Form()],
) -> Response:
    return respond(
        INTERFACE, await api.restore_from_page(request.app.state.kernel, path, query, headers, form), "text/html"
    )


@router.get(
    "/booked/{tenant}/{booking_id}/move",
    operation_id="ask_to_move",
    summary="Ask whether a booking shall be moved",
    status_code=200,
    response_description="OK",
    response_class=Response,
    response_model=None,
    responses={
        200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}},
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def ask_to_move(
    request: Request,
    path: Annotated[BookingPath, Path()],
    query: Annotated[DetailsQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
) -> Response:
    return respond(INTERFACE, await api.ask_to_move(request.app.state.kernel, path, query, headers), "text/html")


@router.post(
    "/booked/{tenant}/{booking_id}/move",
    operation_id="move_from_page",
    summary="Move a booking",
    status_code=303,
    response_description="See Other",
    response_class=Response,
    response_model=None,
    responses={
        404: {"description": "Not Found", "content": _PROBLEM_PAGE},
        409: {"description": "Conflict", "content": _PROBLEM_PAGE},
        422: {"description": "Unprocessable Content", "content": _PROBLEM_PAGE},
        503: {"description": "Service Unavailable", "content": _PROBLEM_PAGE},
    },
)
async def move_from_page(
    request: Request,
    path: Annotated[BookingPath, Path()],
    query: Annotated[ViewQuery, Query()],
    headers: Annotated[VisitorHeaders, Header()],
    form: Annotated[MoveForm, Form()],
) -> Response:
    return respond(
        INTERFACE, await api.move_from_page(request.app.state.kernel, path, query, headers, form), "text/html"
    )
