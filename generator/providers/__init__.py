"""Who completes a request: one protocol of one method, and the four ways to open it.

A provider is asked only when no recording answers the request: replaying stored answers is the flow's business,
so that a replay never depends on which provider was named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from generator.errors import UsageInvalid

if TYPE_CHECKING:
    from generator.project import Project
    from generator.requests import Completion, Request

KNOWN = ("recordings", "openai", "command:CMD", "ask", "ask:FOLDER")


class Provider(Protocol):
    """Completes requests. Safe to call from several threads at once."""

    def complete(self, request: Request, on_progress: Callable[[int], None]) -> Completion:
        """Return the answer to ``request`` as it came, untrusted.

        ``on_progress`` is called with the output tokens received so far, estimated until the provider counts them;
        it starts again from 0 when a call is tried again. Raises ProviderFailed when the provider could not be
        reached or broke its protocol, RecordingMissing when it has no answer yet; never a Finding.
        """
        ...  # pragma: no cover


def open_provider(spec: str, project: Project) -> Provider:
    """Return the provider that ``spec`` names: one of :data:`KNOWN`.

    Opens nothing but the value: no network, no file, no heavy import before the first call. Raises UsageInvalid
    for an unknown or incomplete name.
    """
    kind, colon, rest = spec.partition(":")
    if spec == "recordings":
        from generator.providers.replay import RecordingsOnly  # noqa: PLC0415 - loaded when asked for

        return RecordingsOnly()
    if spec == "openai":
        from generator.providers.openai_api import openai_from_environment  # noqa: PLC0415 - loaded when asked for

        return openai_from_environment(project.settings.prices)
    if kind == "command" and rest.strip():
        from generator.providers.command import command_from_line  # noqa: PLC0415 - loaded when asked for

        return command_from_line(rest, project.root)
    if kind == "ask" and (rest.strip() or not colon):
        from generator.providers.ask import ask_in  # noqa: PLC0415 - loaded when asked for

        return ask_in(project.root, rest)
    raise UsageInvalid(f"there is no provider {spec!r}. Known: {', '.join(KNOWN)}.")


def charges(spec: str) -> bool:
    """Say whether the provider's calls are paid by the token, so that a prompt's budget applies to them."""
    return spec == "openai"
