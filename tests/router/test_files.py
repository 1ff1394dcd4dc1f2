from __future__ import annotations

from pathlib import Path

import pytest

from tests.router.faces import STYLE, make_face
from tests.router.sites import Site

pytestmark = pytest.mark.usefixtures("importable")


def test_a_bundle_serves_the_bytes_that_were_verified(root: Path):
    """Two versions stand side by side, and what is written to the folder afterwards is never served."""
    make_face(root, style=".card { color: red }")
    folder = make_face(root, version=2)
    site = Site(root)
    (folder / "ui/components.css").write_text("changed")
    one, two = (site.ask("GET", f"/ui/cards/v{version}/components.css") for version in (1, 2))
    assert (one.text, two.text) == (".card { color: red }", STYLE)
    assert one.headers["content-type"] == "text/css; charset=utf-8"
    assert (one.headers["cache-control"], one.headers["x-content-type-options"]) == ("no-cache", "nosniff")
    script = site.ask("GET", "/ui/cards/v1/card/behavior.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"


def test_what_a_browser_has_already_is_not_sent_again(root: Path):
    """The tag of the bytes is answered with 304; HEAD has the headers and no body."""
    make_face(root)
    site = Site(root)
    path = "/ui/cards/v1/components.css"
    first = site.ask("GET", path)
    again = site.ask("GET", path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert site.ask("GET", path, headers={"If-None-Match": '"other"'}).status_code == 200
    head = site.ask("HEAD", path)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(STYLE)))


@pytest.mark.parametrize(
    "path",
    [
        "/ui/",
        "/ui/nothing.js",
        "/ui/../app.py",
        "/ui/%2e%2e/app.py",
        "/ui/cards/v1/",
        "/ui/cards/v1/card/template.html",
        "/ui/cards/v1/card/stories.json",
        "/ui/cards/v1/../routes.py",
        "/ui/cards/v1/%2e%2e/routes.py",
        "/ui/cards/v01/components.css",
        "/ui/cards/v2/components.css",
        "/ui/other/v1/components.css",
        "/assets/",
        "/assets/fonts",
        "/assets/none.png",
        "/assets/page.html",
        "/assets/%2e%2e/secret.txt",
        "/assets/fonts/%2e%2e/%2e%2e/secret.txt",
        "/assets//etc/hosts.txt",
        "/assets/.hidden.txt",
        "/assets/.git/x.txt",
        "/assets/out.txt",
        "/assets/away/secret.txt",
        "/assets/%00.txt",
        "/assets/" + "a" * 5000 + ".txt",
        "/assets/large.txt",
        "/assets/folder.txt",
    ],
)
def test_nothing_else_is_served(root: Path, path: str):
    """Other kinds of files, other folders, links out of the folder, hidden and too large files are not there."""
    make_face(root)
    assets = root / "assets"
    (assets / "fonts").mkdir(parents=True)
    (assets / "folder.txt").mkdir()
    (assets / ".git").mkdir()
    for name in ("page.html", ".hidden.txt", ".git/x.txt"):
        (assets / name).write_text("no")
    (root / "secret.txt").write_text("no")
    (assets / "out.txt").symlink_to(root / "secret.txt")
    (assets / "away").symlink_to(root)
    (assets / "large.txt").write_bytes(b"x" * (4 * 1024 * 1024 + 1))
    assert Site(root).ask("GET", path).status_code == 404


def test_the_assets_of_the_project(root: Path):
    """Fonts and pictures come from assets/; a picture opened by its address may run nothing."""
    (root / "assets/fonts").mkdir(parents=True)
    (root / "assets/fonts/x.woff2").write_bytes(b"font")
    (root / "assets/icon.svg").write_text("<svg/>")
    (root / "assets/inside.svg").symlink_to("icon.svg")
    site = Site(root)
    font = site.ask("GET", "/assets/fonts/x.woff2")
    assert (font.content, font.headers["content-type"]) == (b"font", "font/woff2")
    assert "max-age" in font.headers["cache-control"]
    assert "default-src 'none'" in site.ask("GET", "/assets/icon.svg").headers["content-security-policy"]
    assert site.ask("GET", "/assets/inside.svg").text == "<svg/>"
    assert site.ask("POST", "/assets/icon.svg").status_code == 405


def test_an_operation_below_the_routers_own_folders_is_refused(root: Path):
    """A bundle cannot put an address where the router serves files."""
    make_face(root, "ui")
    assert "belongs to the router" in Site(root).ask("GET", "/versions").json()["features"][0]["refusals"][0]["reason"]


def test_text_is_compressed_and_pictures_and_small_answers_are_not(root: Path):
    """CSS, HTML and JSON above a kilobyte leave compressed for who takes it."""
    make_face(root, style=".card{}" * 1000)
    (root / "assets").mkdir()
    (root / "assets/x.png").write_bytes(b"x" * 5000)
    site = Site(root)
    packed = {"Accept-Encoding": "gzip"}
    style = site.ask("GET", "/ui/cards/v1/components.css", headers=packed)
    assert (style.headers["content-encoding"], len(style.text)) == ("gzip", 7000)
    assert int(style.headers["content-length"]) < 500
    assert site.ask("GET", "/openapi.json", headers=packed).headers["content-encoding"] == "gzip"
    for path in ("/assets/x.png", "/ui/cards/v1/icons.svg", "/healthz"):
        assert "content-encoding" not in site.ask("GET", path, headers=packed).headers
    plain = site.ask("GET", "/ui/cards/v1/components.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
