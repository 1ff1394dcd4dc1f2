"""How syrupy stores a picture: one file, exactly the bytes shown, at the place that the project's layout gives it."""

from __future__ import annotations

from pathlib import Path

from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SerializedData, SnapshotIndex

from generator.suite.pictures import Picture
from generator.suite.pixels import same


def picture_of(location: PyTestLocation) -> Picture:
    """Return the picture that a test is about."""
    picture: Picture = location.item.callspec.params["picture"]  # type: ignore[attr-defined]  # a Function item has it
    return picture


class AcceptedFile(SingleFileSnapshotExtension):
    """Finds the file by the test's picture, not by the test's own name; its plugin finds the unused ones."""

    file_extension = ""

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        """Return the path of the accepted file."""
        del index
        return str(picture_of(test_location).path)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        """Say whether the file is the one of the test's picture."""
        return picture_of(test_location).path == Path(snapshot_location)

    def matches(self, *, serialized_data: SerializedData, snapshot_data: SerializedData) -> bool:
        """Say whether both are the same: of pictures the pixels count, of all else the text."""
        old, new = bytes(snapshot_data), bytes(serialized_data)  # type: ignore[arg-type]  # of this extension it is bytes
        return same(old, new)

    def discover_snapshots(
        self, *, test_location: PyTestLocation, ignore_extensions: list[str] | None = None
    ) -> SnapshotCollections:
        """Return none: syrupy looks beside the tests, and these files lie in the project."""
        del test_location, ignore_extensions
        return SnapshotCollections()
