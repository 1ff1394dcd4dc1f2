"""What is said of a pattern that no language can be built from."""

from __future__ import annotations


class PatternUnsupported(Exception):
    """The pattern is no regular language that we can build, or no pattern; the message says why."""
