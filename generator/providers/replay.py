"""The default provider: asks nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.errors import RecordingMissing
from generator.requests import Completion, Request


@dataclass(frozen=True, slots=True)
class RecordingsOnly:
    """Refuses every call, so that a run without ``--provider`` needs neither key nor network."""

    def complete(self, request: Request, on_progress: Callable[[int], None]) -> Completion:  # noqa: ARG002 - protocol
        """Raise RecordingMissing: whoever asks has already looked among the recordings."""
        unit = f"{request.feature}/v{request.version}"
        raise RecordingMissing(
            f"{unit}: no recording answers the request of {request.prompt}.prompt ({request.digest[:12]}). "
            f"Get an answer from a model with: lockstep regenerate {unit} --provider openai "
            f"(or command:CMD), from a person with: --provider ask, or store one you have with: lockstep record"
        )
