"""An interrupt is never lost.

Python swallows what is raised while it clears up: an interrupt that comes while a weak reference is told of its end, as
each import does, would be printed and forgotten.
"""

from __future__ import annotations

import _thread
import sys
import threading

_SOON = 0.02


def keep_interrupts() -> None:
    """Interrupt again, a moment later, whenever Python swallows an interrupt. For the whole process."""
    told = sys.unraisablehook

    def hook(swallowed: sys.UnraisableHookArgs) -> None:
        if issubclass(swallowed.exc_type, KeyboardInterrupt):
            again = threading.Timer(_SOON, _thread.interrupt_main)
            again.daemon = True
            again.start()
        else:
            told(swallowed)

    sys.unraisablehook = hook
