"""The site that browsers reach, and the proxy that lets them reach nothing else."""

from __future__ import annotations

import httpx
import pytest

from generator.looks.browsers.site import Resource, Site, site


def asked(served: Site, method: str, url: str) -> httpx.Response:
    """Ask as a browser does that takes the site for its proxy."""
    with httpx.Client(proxy=f"http://127.0.0.1:{served.port}", trust_env=False, timeout=10) as client:
        return client.request(method, url)


def test_pages_are_answered_at_localhost() -> None:
    """Path and query choose the page; it comes with the headers that it was given."""
    pages = {"/a?b=1": Resource(b"<p>", "text/html", {"Content-Security-Policy": "default-src 'none'"})}
    with site() as served:
        served.answer = pages.get
        found = asked(served, "GET", "http://localhost/a?b=1")
        assert (found.status_code, found.content, found.headers["content-type"]) == (200, b"<p>", "text/html")
        assert found.headers["content-security-policy"] == "default-src 'none'"
        assert asked(served, "HEAD", "http://localhost/a?b=1").content == b""
        assert asked(served, "GET", "http://localhost/a").status_code == 404
        assert served.refused == []


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "http://example.com/x.png"),
        ("GET", "http://127.0.0.1:9/"),
        ("GET", "http://localhost:9/"),
        ("POST", "http://localhost/a"),
        ("DELETE", "http://localhost/a"),
    ],
)
def test_all_else_is_refused_and_remembered(method: str, url: str) -> None:
    """Another host, another port, and whatever would change something."""
    with site() as served:
        served.answer = lambda _: Resource(b"", "text/html")
        assert asked(served, method, url).status_code == 403
        assert served.refused == [f"{method} {url}"]


def test_an_encrypted_connection_is_refused() -> None:
    """CONNECT gets no tunnel."""
    with site() as served:
        with pytest.raises(httpx.ProxyError):
            asked(served, "GET", "https://example.com/")
        assert served.refused == ["CONNECT example.com:443"]
