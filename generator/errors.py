"""Why the generator cannot go on.

LockstepError
├── UsageInvalid        64  a command line, project file or feature name that makes no sense
├── PromptInvalid       64  a prompt or schema that cannot be read; names file and line
├── Stale                2  ``--check``: what stands is not what the inputs say
├── AnswerRejected       3  a model's answer broke the rules and repair gave up; carries the findings
├── HandEdited           4  a hand edit in ``generated/`` stands in the way
├── BudgetExceeded       5  the next call could cost more than the prompt's budget
├── RecordingMissing     6  no stored answer for a request, and no provider that may be asked
└── ProviderFailed       6  the provider could not be reached or did not keep its protocol

Every message names the place and ends with the remedy. A wrong answer of a model is never an exception of
its own: it is a list of :class:`generator.findings.Finding`, carried by :class:`AnswerRejected` at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from generator.findings import Finding


class LockstepError(Exception):
    """The root: printed as one message without a traceback; ``exit_code`` ends the process."""

    exit_code: ClassVar[int] = 1


class UsageInvalid(LockstepError):
    """A command line, project file or feature name makes no sense."""

    exit_code = 64


class PromptInvalid(LockstepError):
    """A prompt or a schema cannot be read; the message names file and line."""

    exit_code = 64


class Stale(LockstepError):
    """What stands in ``generated/`` is not what the inputs say (``--check``)."""

    exit_code = 2


class AnswerRejected(LockstepError):
    """A model's answer broke the rules and repair gave up."""

    exit_code = 3

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class HandEdited(LockstepError):
    """A hand edit in ``generated/`` stands in the way."""

    exit_code = 4


class BudgetExceeded(LockstepError):
    """The next call could cost more than the prompt's ``budget_usd``."""

    exit_code = 5


class RecordingMissing(LockstepError):
    """There is no stored answer for a request, and no provider that may be asked."""

    exit_code = 6


class ProviderFailed(LockstepError):
    """The provider could not be reached or did not keep its protocol."""

    exit_code = 6
