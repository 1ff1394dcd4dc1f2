"""Signatures, addresses, and requests to servers that mean no good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scheduling import InvalidRequest
from scheduling.webhooks import sending, signing
from scheduling.webhooks.addresses import is_public
from scheduling.webhooks.endpoint import NewEndpoint, checked
from scheduling.webhooks.sending import NotDelivered, send
from tests.scheduling.webhooks.receiver import answer, receiving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the specification's example
HEADERS = {"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,x"}


def test_a_signature_is_the_specification_s() -> None:
    """The worked example of the reference libraries."""
    body = b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, UTC)
    assert signing.headers(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),  # noqa: S104 - refused
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_only_public_addresses_are_called(address: str, public: bool) -> None:  # noqa: FBT001 - a table's cell
    """Private, loopback, link-local and shared ranges are refused, inside of IPv6 addresses too."""
    assert is_public(address) is public


@pytest.mark.anyio
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
async def test_what_resolves_to_this_machine_is_not_called(host: str) -> None:
    """However it is written, it is refused as the connection is made, and the server hears nothing."""
    async with receiving(SECRET) as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        with pytest.raises(NotDelivered, match="no address of the public internet"):
            await send(f"http://{host}:{port}/", HEADERS, b"{}", to_private=False)
        assert receiver.got == []


@pytest.mark.anyio
async def test_redirects_are_not_followed() -> None:
    """A server that points elsewhere has not taken the message, and elsewhere hears nothing."""
    async with receiving(SECRET) as elsewhere, receiving(SECRET) as receiver:
        for status in (301, 302, 307, 308):
            receiver.answers.append(answer(status, f"location: {elsewhere.url}"))
            with pytest.raises(NotDelivered, match=rf"it answered {status}; redirects are not followed"):
                await send(receiver.url, HEADERS, b"{}", to_private=True)
        assert elsewhere.got == []
        assert len(receiver.got) == 4


@pytest.mark.anyio
async def test_answers_that_are_none() -> None:
    """Errors, nonsense, nobody there: not delivered, in words; 2xx and 410 are answers."""
    async with receiving(SECRET) as receiver:
        for status in (400, 404, 500, 503):
            receiver.answers.append(answer(status))
            with pytest.raises(NotDelivered, match=f"it answered {status}"):
                await send(receiver.url, HEADERS, b"{}", to_private=True)
        receiver.answers += [b"no http at all\r\n\r\n", answer(200), answer(410)]
        with pytest.raises(NotDelivered, match="ProtocolError"):
            await send(receiver.url, HEADERS, b"{}", to_private=True)
        assert [await send(receiver.url, HEADERS, b"{}", to_private=True) for _ in range(2)] == [200, 410]
    with pytest.raises(NotDelivered, match="ConnectError"):
        await send(receiver.url, HEADERS, b"{}", to_private=True)
    assert sending.PATIENCE <= 10


@pytest.mark.parametrize(
    ("url", "to_private"),
    [
        ("http://example.com/", False),
        ("ftp://example.com/", True),
        ("https://", False),
        ("https://user:word@example.com/", False),
        ("https://example.com/#part", False),
        ("https://example.com:99999/", False),
        ("https://exa mple.com/", False),
        ("https://[::1/", False),
        ("https://exämple.com/", False),
    ],
)
def test_an_endpoint_s_address_is_checked(url: str, to_private: bool) -> None:  # noqa: FBT001 - a table's cell
    """Other schemes, users, passwords and what is no address are refused before they are stored."""
    with pytest.raises(InvalidRequest, match="url must be"):
        checked(NewEndpoint(url=url), to_private=to_private)


def test_an_endpoint_s_secret_and_kinds_are_checked() -> None:
    """A secret is whsec_ and 24 to 64 bytes; kinds are those that there are."""
    for secret in ("hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!"):
        with pytest.raises(InvalidRequest, match="secret must be"):
            checked(NewEndpoint(url="https://example.com/", secret=secret), to_private=False)
    with pytest.raises(InvalidRequest, match=r"kinds must be some of booking\.created"):
        checked(NewEndpoint(url="https://example.com/", kinds=("booking.eaten",)), to_private=False)  # type: ignore[arg-type]
    assert checked(NewEndpoint(url="https://example.com/", secret=SECRET), to_private=False).secret == SECRET
