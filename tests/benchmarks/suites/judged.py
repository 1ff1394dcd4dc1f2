"""Labels and trials of the public suites that are wrong by the specification, or mean another reading, with reasons.

A key is the beginning of a question's name, or a part of a trial's.
"""

from __future__ import annotations

WRONG: dict[str, str] = {}

TRIALS: dict[str, str] = {
    "/format.json#": "says that formats are remarks: the engine asserts them",
}
