"""The last gate's report, as the gate left it in ``.lockstep/``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from starlette.responses import Response

MISSING = "There is no report yet. Run: lockstep gate"
_FILE = ".lockstep/report.html"
# One file that holds all that it shows: its own styles, pictures and frames, no script, nothing from elsewhere.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-src 'self' about:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def made_at(root: Path) -> datetime | None:
    """Return when the project's last report was made, None when there is none."""
    try:
        return datetime.fromtimestamp((root / _FILE).stat().st_mtime, UTC)
    except OSError:
        return None


def answer(root: Path) -> Response | None:
    """Return the report as a page, None when there is none."""
    try:
        page = (root / _FILE).read_bytes()
    except OSError:
        return None
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return Response(page, headers=headers, media_type="text/html")
