"""An interrupt is never lost.

Python swallows what is raised while it clears up: an interrupt that comes while a weak reference is told of its end, as
each import does, would be printed and forgotten.
"""

from __future__ import annotations

import signal
import sys
import threading

_SOON = 0.02


def keep_interrupts() -> None:
    """Interrupt again, a moment later, whenever Python swallows an interrupt. For the whole process."""
    told = sys.unraisablehook

    def interrupt() -> None:
        # To the thread, not by a flag: what it waits for is broken off.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def hook(swallowed: sys.UnraisableHookArgs) -> None:
        if issubclass(swallowed.exc_type, KeyboardInterrupt):
            again = threading.Timer(_SOON, interrupt)
            again.daemon = True
            again.start()
        else:
            told(swallowed)

    sys.unraisablehook = hook
