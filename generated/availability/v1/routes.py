"""The routes of availability/v1, rendered from its prompt and schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request

from . import api
from .models import Availability, AvailabilityQuery, TenantHeaders
from .shapes import Problem

router = APIRouter(tags=["availability"])

_PROBLEM = {"application/problem+json": {"schema": Problem.model_json_schema()}}


@router.get(
    "/v1/availability",
    operation_id="search_availability",
    summary="Find free slots",
    description="Lists the starts at which an event can be booked, earliest first. Times are ISO 8601; send them with any\noffset, they come back in UTC. When a page is full, `next_cursor` leads to the next one.",
    status_code=200,
    response_description="OK",
    responses={
        400: {"description": "Bad Request", "content": _PROBLEM},
        404: {"description": "Not Found", "content": _PROBLEM},
        422: {"description": "Unprocessable Content", "content": _PROBLEM},
        503: {"description": "Service Unavailable", "content": _PROBLEM},
    },
)
async def search_availability(
    request: Request,
    query: Annotated[AvailabilityQuery, Query()],
    headers: Annotated[TenantHeaders, Header()],
) -> Availability:
    return await api.search_availability(request.app.state.kernel, query, headers)
