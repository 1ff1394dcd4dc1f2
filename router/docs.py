"""The interactive API page: Swagger UI out of an installed package, from this server alone."""

from __future__ import annotations

import html
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.responses import Response

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="page"><noscript>This page needs JavaScript. The same text for programs: <a href="/openapi.json">openapi.json</a></noscript></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""  # noqa: E501 - markup
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
  syntaxHighlight: { activated: true },
  presets: [SwaggerUIBundle.presets.apis],
});
"""
_TYPES = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon.png": "image/png",
}
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Docs:
    """The page of one API, by its title."""

    title: str

    def answer(self, path: str) -> Response | None:
        """Return the page (``/docs``) or one of its files, None for any other path."""
        if path == "/docs":
            page = _PAGE.format(title=html.escape(self.title))
            return Response(page, headers=_HEADERS, media_type="text/html")
        name = path.removeprefix("/docs/")
        if name == "start.js":
            return Response(_START, headers=_HEADERS, media_type="text/javascript")
        if name in _TYPES and name != path:
            headers = {**_HEADERS, "Cache-Control": "public, max-age=3600"}
            return Response(_asset(name), headers=headers, media_type=_TYPES[name])
        return None


@cache
def _asset(name: str) -> bytes:
    spec = importlib.util.find_spec("fastapi_offline")
    places = (spec.submodule_search_locations if spec else None) or [""]
    return (Path(places[0]) / "static" / name).read_bytes()
