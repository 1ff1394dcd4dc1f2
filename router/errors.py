"""Why the router cannot go on.

RouterError
├── UsageInvalid         64  a command line, project file, feature or rollout that makes no sense
├── KernelUnusable        1  the kernel cannot be imported or does not keep its protocol
├── DatabaseUnavailable   1  Postgres cannot be started or reached
└── BundleRefused         3  a bundle whose files are not what its manifest says, or which does not load

Every message names the place and ends with the remedy. What goes wrong while a request is answered is not in this
tree: that becomes a problem document (:mod:`router.problems`).
"""

from __future__ import annotations

from typing import ClassVar


class RouterError(Exception):
    """The root: printed as one message without a traceback; ``exit_code`` ends the process."""

    exit_code: ClassVar[int] = 1


class UsageInvalid(RouterError):
    """A command line, project file, feature or rollout makes no sense."""

    exit_code = 64


class KernelUnusable(RouterError):
    """The kernel cannot be imported or does not keep its protocol."""


class DatabaseUnavailable(RouterError):
    """Postgres cannot be started or reached."""


class BundleRefused(RouterError):
    """A bundle's files are not what its manifest says, or its code does not load."""

    exit_code = 3
