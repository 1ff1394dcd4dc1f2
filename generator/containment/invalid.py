"""What cannot be read as a schema."""

from __future__ import annotations


class ContainmentInvalid(ValueError):  # named after what happened
    """A schema cannot be read; the message names the place and the remedy."""


class ReferenceMissing(ContainmentInvalid):
    """A reference leads nowhere among the documents given."""
