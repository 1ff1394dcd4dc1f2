"""design/v2 has no operations: there is nothing to route."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["design"])
