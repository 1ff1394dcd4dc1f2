"""Asks a running bundle everything that its OpenAPI document describes, and says what should not have come back.

Run as a child of the gate, ``python -m generator.gate.fuzz``: a JSON object on stdin (``base_url``, ``openapi``,
``examples``, ``chains``, ``seed``), one JSON object a line on stdout. schemathesis makes the requests: documented
examples, the edges of each schema, random values from a fixed seed, and chains such as create, read, delete.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

import schemathesis
from requests import RequestException, Timeout
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from generator.canonical import Json

SHOWN_URL = "http://127.0.0.1:8000"
"""Stands in examples for the port that the bundle happened to get."""

_CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
_REQUEST_SECONDS = 10


def main(given: TextIO, told: TextIO) -> None:
    """Read what to ask from ``given``, ask it, and write one line for each trouble to ``told``; ``done`` comes last."""
    asked = json.load(given)
    effort = Effort(int(asked["examples"]), int(asked["chains"]), int(asked["seed"]))
    for trouble in troubles(asked["base_url"], asked["openapi"], effort):
        told.write(json.dumps(trouble, sort_keys=True) + "\n")
        told.flush()
    told.write('{"kind": "done"}\n')


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked: random ``examples`` of each operation, ``chains`` of requests, and the ``seed`` of both."""

    examples: int
    chains: int
    seed: int


def troubles(base_url: str, openapi: dict[str, Any], effort: Effort) -> Iterator[dict[str, Json]]:
    """Yield a row for each response that is none of the contract's, and for each request that got none.

    ``kind`` is ``failure`` (with ``operation``, ``status``, ``title``, ``message``, ``curl``) or ``error`` (with
    ``operation``, ``message`` and ``reason``: ``timeout``, ``network`` or ``other``).
    """
    schema = schemathesis.openapi.from_dict(openapi, config=_config(base_url, effort))
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            yield from _failures(event, base_url)
        elif isinstance(event, events.NonFatalError):
            yield _error(event.label, event.value)
        elif isinstance(event, events.FatalError):
            yield _error("", event.exception)


def _config(base_url: str, effort: Effort) -> SchemathesisConfig:
    checks: dict[str, object] = {"enabled": False} | {name: {"enabled": True} for name in _CHECKS}
    return SchemathesisConfig.from_dict(
        {
            "seed": effort.seed,
            "base-url": base_url,
            "request-timeout": _REQUEST_SECONDS,
            "checks": checks,
            "cache": {"enabled": False},
            "generation": {"max-examples": effort.examples, "deterministic": True, "database": "none"},
            "phases": {"stateful": {"generation": {"max-examples": effort.chains}}},
        }
    )


def _failures(event: events.ScenarioFinished, base_url: str) -> Iterator[dict[str, Json]]:
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is None:
                continue
            failure, interaction = check.failure_info.failure, event.recorder.interactions.get(case_id)
            status = interaction.response.status_code if interaction and interaction.response else None
            yield {
                "kind": "failure",
                "operation": failure.operation or event.recorder.cases[case_id].value.operation.label,
                "status": status,
                "title": failure.title,
                "message": failure.message.replace(base_url, SHOWN_URL),
                "curl": check.failure_info.code_sample.replace(base_url, SHOWN_URL),
            }


def _error(label: str | None, error: Exception) -> dict[str, Json]:
    causes = list(_causes(error))
    reason = "other"
    if any(isinstance(cause, Timeout) for cause in causes):
        reason = "timeout"
    elif any(isinstance(cause, RequestException | ConnectionError) for cause in causes):
        reason = "network"
    return {"kind": "error", "operation": label or "", "message": f"{type(error).__name__}: {error}", "reason": reason}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
