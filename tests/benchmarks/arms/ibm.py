"""The arm of IBM's jsonsubschema, run by the Python of an environment that holds it."""

from __future__ import annotations

import importlib
import warnings

from tests.benchmarks.arms.serving import Ask, serve


def answer(asked: Ask) -> dict[str, object]:
    """Answer one question."""
    within = importlib.import_module("jsonsubschema").isSubschema(asked["new"], asked["old"])
    return {"answer": "subset" if within else "widens"}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    serve(answer)
