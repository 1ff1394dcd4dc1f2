"""Demonstration data."""

from __future__ import annotations

from scheduling.kernel import Kernel


async def demo(kernel: Kernel) -> None:
    """Fill the tenant ``demo``; a second call changes nothing."""
    raise NotImplementedError(kernel)
