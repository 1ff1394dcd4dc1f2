"""The loop of an arm's process: a line of JSON asks, a line of JSON answers. Only the standard library is needed."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

Ask = dict[str, Any]


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
        told["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        out.write(json.dumps(told) + "\n")
        out.flush()
