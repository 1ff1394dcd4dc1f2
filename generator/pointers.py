"""JSON pointers (RFC 6901): ``/paths/~1v1~1things/get`` is the steps ``paths``, ``/v1/things`` and ``get``."""

from __future__ import annotations


def escaped(step: str | int) -> str:
    """Return one step as it stands in a pointer."""
    return str(step).replace("~", "~0").replace("/", "~1")


def steps(pointer: str) -> list[str]:
    """Return the unescaped steps of a pointer; none for the empty one, which is the whole."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
