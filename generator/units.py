"""A unit is one version of one feature: the same ``<feature>/v<N>/`` in four folders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FEATURE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
_VERSION = re.compile(r"v([1-9][0-9]*)\Z")


def is_feature_name(name: str) -> bool:
    """Say whether ``name`` is snake_case ASCII that starts with a letter."""
    return _FEATURE.match(name) is not None


def version_number(folder: str) -> int | None:
    """Return N of a folder named ``vN`` without leading zeros, else None."""
    match = _VERSION.match(folder)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One version of one feature. Sorts by feature, then by number."""

    feature: str
    version: int

    def __str__(self) -> str:
        return f"{self.feature}/v{self.version}"

    @property
    def place(self) -> Path:
        """``<feature>/v<N>``, relative to each of the four folders."""
        return Path(self.feature) / f"v{self.version}"
