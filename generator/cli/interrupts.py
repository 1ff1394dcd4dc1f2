"""An interrupt is never lost, and leaves no lock behind.

Python swallows what is raised while it clears up: an interrupt that comes while a weak reference is told of its end, as
each import does, would be printed and forgotten. One that comes within the machinery of imports may leave its lock
taken for ever, and every thread that imports something would wait.
"""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

_SOON = 0.02
_IMPORTS = "<frozen importlib"


def keep_interrupts() -> None:
    """Interrupt again, a moment later, whenever Python swallows an interrupt or imports. For the whole process."""
    told = sys.unraisablehook

    def hook(swallowed: sys.UnraisableHookArgs) -> None:
        if issubclass(swallowed.exc_type, KeyboardInterrupt):
            _soon()
        else:
            told(swallowed)

    sys.unraisablehook = hook
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _heard)


def _heard(number: int, frame: FrameType | None) -> None:
    if frame is not None and frame.f_code.co_filename.startswith(_IMPORTS):
        _soon()
    else:
        signal.default_int_handler(number, frame)


def _soon() -> None:
    again = threading.Timer(_SOON, _interrupt)
    again.daemon = True
    again.start()


def _interrupt() -> None:
    # To the thread, not by a flag: what it waits for is broken off.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
