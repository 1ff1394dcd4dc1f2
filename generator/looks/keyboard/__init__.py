"""Walking through a page with nothing but a keyboard, as many of its visitors do.

:func:`walk` presses Tab until focus has been everywhere, goes back, waits, opens what can be opened, and says where
focus is held, lost, unseen, covered, out of order, or never comes.
"""

from generator.looks.keyboard.visit import PREPARE
from generator.looks.keyboard.walked import Fresh, Walk, walk
from generator.looks.stop import Stop

__all__ = ["PREPARE", "Fresh", "Stop", "Walk", "walk"]
