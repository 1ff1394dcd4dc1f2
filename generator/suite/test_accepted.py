"""What is shown is what was accepted."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from generator.suite.pictures import Picture


def test_picture_is_the_accepted_one(picture: Picture, drawn: bytes, accepted_file: SnapshotAssertion) -> None:
    """What a prompt or a contract shows is, byte for byte, what was accepted."""
    assert drawn == accepted_file, f"{picture.path.name} of {picture.unit}"  # noqa: S101  # a test that ships with us
