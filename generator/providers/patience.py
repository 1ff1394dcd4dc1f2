"""How long a provider may take for one answer.

Said by the environment and not by the prompt: a time limit changes nothing about what is asked, so it must not
change the request's digest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from generator.errors import UsageInvalid

DEFAULT_TIMEOUT_S = 15 * 60.0
VARIABLE = "LOCKSTEP_TIMEOUT_S"


def timeout_s(environment: Mapping[str, str]) -> float:
    """Return the seconds that one answer may take: ``LOCKSTEP_TIMEOUT_S``, else 15 minutes.

    Raises UsageInvalid when the variable does not hold a positive number.
    """
    said = environment.get(VARIABLE, "")
    if not said:
        return DEFAULT_TIMEOUT_S
    try:
        seconds = float(said)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0):
        raise UsageInvalid(f"{VARIABLE} is {said!r}. It should be a number of seconds, such as 900.")
    return seconds
