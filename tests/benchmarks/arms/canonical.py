"""The arm of jsonschema_rs alone: ``covers``, then ``subtract``. Run as a process of the benchmark."""

from __future__ import annotations

from jsonschema_rs import Registry, canonicalize
from jsonschema_rs.canonical import Containment, Satisfiability

from tests.benchmarks.arms.serving import Ask, serve

DRAFTS = {"draft4": 4, "draft6": 6, "draft7": 7, "2019-09": 19, "2020-12": 20, "openapi-3.0": 4, "openapi-3.1": 20}


def answer(asked: Ask) -> dict[str, object]:
    """Answer one question; what is left of a difference is trusted to hold a value only where it says so."""
    draft = DRAFTS[asked["dialect"]]
    registry = Registry(list(asked["others"].items()), draft=draft) if asked["others"] else None
    old, new = (
        canonicalize(asked[side], draft=draft, validate_formats=True, registry=registry, offline=True)
        for side in ("old", "new")
    )
    match old.covers(new):
        case Containment.YES:
            return {"answer": "subset"}
        case Containment.NO:
            return {"answer": "widens"}
    match new.subtract(old).satisfiability():
        case Satisfiability.NO:
            return {"answer": "subset"}
        case Satisfiability.YES:
            return {"answer": "widens"}
    return {"answer": "unknown"}


if __name__ == "__main__":
    serve(answer)
