"""A hard bound on work, counted and not timed, so that the same question has the same answer on every machine."""

from __future__ import annotations


class StepsSpent(Exception):  # named after what happened
    """The bound was reached: the answer is not known."""


class Steps:
    """How much work may still be done; one step is a few microseconds."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int = 1) -> None:
        """Take ``count`` steps. Raises StepsSpent when none are left."""
        self.left -= count
        if self.left < 0:
            raise StepsSpent
