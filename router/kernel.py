"""The kernel as the router sees it: a package found by name, with a lifespan and perhaps demonstration data."""

from __future__ import annotations

import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from router.errors import KernelUnusable


def make_importable(root: Path) -> None:
    """Let the kernel be found in the project's own root, behind everything that is installed."""
    if str(root) not in sys.path:
        sys.path.append(str(root))


@asynccontextmanager
async def running_kernel(name: str, database_url: str, *, demo: bool = False) -> AsyncIterator[object]:
    """Enter ``<name>.lifespan(database_url)`` and yield the object that every handler is given.

    ``demo`` fills an empty database through the package's ``demo(kernel)``. Raises KernelUnusable when the package
    cannot be imported or lacks what is asked of it; what its own code raises passes.
    """
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise KernelUnusable(
            f"the kernel {name!r} cannot be imported: {error}. Install it, or mend [tool.lockstep] kernel."
        ) from error
    lifespan, fill = getattr(module, "lifespan", None), getattr(module, "demo", None)
    if lifespan is None:
        raise KernelUnusable(f"the kernel {name!r} has no lifespan(database_url). Add it to the package.")
    if demo and fill is None:
        raise KernelUnusable(f"the kernel {name!r} has no demo(kernel). Add it, or start without --demo.")
    async with lifespan(database_url) as kernel:
        if demo and fill is not None:
            await fill(kernel)
        yield kernel
