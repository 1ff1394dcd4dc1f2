"""What handlers answer with, as HTTP."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.markup import File, Interface, Redirect, joined, respond, url

EMPTY = Interface("nowhere", "shop", 1, "paint/v1", {}, ("en",))


def test_a_redirect_is_a_303_to_an_address_that_headers_can_hold() -> None:
    """Letters beyond ASCII are percent-encoded, what was encoded stays."""
    answer = respond(EMPTY, Redirect("/ü/a%2Fb?x=1&y=[2]#z"), "text/html")
    assert (answer.status_code, answer.headers["location"]) == (303, "/%C3%BC/a%2Fb?x=1&y=[2]#z")


@pytest.mark.parametrize("location", ["", "//x", "https://x", "?a=1", "#a", "/\r\nSet-Cookie: a", "/\\x", "a"])
def test_a_redirect_stays_on_this_server(location: str) -> None:
    """Whatever is no path of ours is an error."""
    with pytest.raises(ValueError, match=r"this server|starts with /"):
        Redirect(location)


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("invite.ics", "attachment; filename=\"invite.ics\"; filename*=UTF-8''invite.ics"),
        ("Tür.ics", "attachment; filename=\"T_r.ics\"; filename*=UTF-8''T%C3%BCr.ics"),
        ('a"\r\n/../b', "attachment; filename=\"a____.._b\"; filename*=UTF-8''a____.._b"),
        ("", "attachment; filename=\"file\"; filename*=UTF-8''file"),
        ("\ud800", "attachment; filename=\"_\"; filename*=UTF-8''%3F"),
    ],
)
def test_a_file_is_kept_under_its_name_whatever_that_holds(name: str, disposition: str) -> None:
    """The header stays one header, and the name one name."""
    answer = respond(EMPTY, File(name=name, text="A\r\nB"), "text/calendar")
    assert answer.headers["content-disposition"] == disposition
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.body == b"A\r\nB"


def test_parts_are_joined_as_markup() -> None:
    """Markup stays markup; a plain text that slipped in would be escaped."""
    assert joined(Markup("<a>"), Markup("<b>")) == Markup("<a>\n<b>")
    assert joined() == ""
    assert joined(Markup("<a>"), "<b>") == "<a>\n&lt;b&gt;"  # type: ignore[arg-type]  # what types forbid


def test_an_address_is_made_of_segments_and_a_query() -> None:
    """Numbers may be in a query, and None is left out."""
    assert url("parcels", "A/1 ?", page=2, after=None, q="a&b") == "/parcels/A%2F1%20%3F?page=2&q=a%26b"
    assert url() == "/"


@pytest.mark.parametrize("segment", ["", ".", "..", "..."])
def test_an_address_does_not_lead_astray(segment: str) -> None:
    """Segments that browsers take away are an error."""
    with pytest.raises(ValueError, match="neither empty nor only dots"):
        url("a", segment)


@given(st.text(min_size=1).filter(lambda text: text.strip(".") != ""), st.text(st.characters(codec="utf-8")))
def test_whatever_is_in_an_address_it_can_be_followed(segment: str, value: str) -> None:
    """Every address that we make is one of this server's, and its query reads as it was given."""
    made = url(segment, q=value)
    Redirect(made)
    assert parse_qs(urlsplit(made).query, keep_blank_values=True) == {"q": [value]}
