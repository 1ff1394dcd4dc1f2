"""The loop of an arm's process: a line of JSON asks, a line of JSON answers. Only the standard library is needed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = dict[str, Any]


def peak(process: int | str) -> float:
    """Return the most memory in MiB that a process has held since it began its program; 0 where the system hides it.

    What the system counts for a child that has ended would hold the memory of its parent, too.
    """
    try:
        with Path(f"/proc/{process}/status").open(encoding="ascii") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), 0.0)
    except OSError:
        return 0.0


def serve(answer: Callable[[Ask], dict[str, Any]], number: Callable[[str], Any] = float) -> None:
    """Answer line by line; an exception is an answer too. Times are the answer's own, without reading the line.

    They are CPU times, so that a busy machine disturbs least.
    """
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line, parse_float=number)
        begun = time.process_time()
        try:
            told = answer(asked)
        except BaseException as error:  # noqa: BLE001  # an arm's failure, and a panic of Rust's, are what is measured
            told = {"answer": "error", "why": f"{type(error).__name__}: {error}"[:300]}
        told["ms"] = (time.process_time() - begun) * 1000
        told["mib"] = peak("self")
        out.write(json.dumps(told) + "\n")
        out.flush()
