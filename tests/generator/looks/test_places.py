"""Pages that somebody names: what is served of them, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import UsageInvalid
from generator.looks.places import answering, place


def test_a_file_is_served_from_its_folder(tmp_path: Path) -> None:
    """The page's address names the file alone; what lies beside it is found by relative addresses."""
    page = tmp_path / "a page.html"
    page.write_text("<p>Hello</p>")
    found = place(str(page))
    assert (found.url, found.folder, found.direct) == ("http://localhost/a%20page.html", str(tmp_path), "")


@pytest.mark.parametrize(
    ("named", "direct"),
    [
        ("http://localhost:8000/book", "localhost:8000"),
        ("https://example.com/a?b#c", "example.com:443"),
        ("http://[::1]/", "[::1]:80"),
    ],
)
def test_an_address_may_ask_its_own_origin(named: str, direct: str) -> None:
    """Host and port of the address, and no other."""
    assert (place(named).url, place(named).direct) == (named, direct)


@pytest.mark.parametrize("named", ["nothing.html", ".", "ftp://example.com/", "http://", "http://a:b/", ""])
def test_what_is_no_page_is_refused_with_a_remedy(named: str) -> None:
    """Neither a file nor an address: exit code 64."""
    with pytest.raises(UsageInvalid, match=r"."):
        place(named)


@pytest.mark.parametrize(
    ("path", "served"),
    [
        ("/page.html", b"page"),
        ("/deep/inner.css?v=1", b"css"),
        ("/%70age.html", b"page"),
        ("/../secret.txt", None),
        ("/%2e%2e/secret.txt", None),
        ("/deep/../../secret.txt", None),
        ("/out.txt", None),
        ("/deep", None),
        ("/nothing", None),
        ("/a%00b", None),
        ("//etc/passwd", None),
    ],
)
def test_nothing_outside_of_the_folder_is_served(tmp_path: Path, path: str, served: bytes | None) -> None:
    """No dots, escapes or links lead out."""
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (folder / "page.html").write_bytes(b"page")
    (folder / "deep/inner.css").write_bytes(b"css")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    found = answering(folder)(path)
    assert (found.body if found else None) == served
