"""Which feature an address belongs to, by the path templates of its operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from router.features import Feature, shape
from router.loader import Bundle
from router.manifests import Operation


@dataclass(frozen=True, slots=True)
class Address:
    """A path template and the feature that serves it."""

    pattern: re.Pattern[str]
    feature: Feature


def addresses(features: Iterable[Feature]) -> tuple[Address, ...]:
    """Return every template of every feature, those with fixed words before those with parameters in their place."""
    owned = {shape(path): feature for feature in features for path in feature.paths}
    return tuple(Address(_pattern(template), owned[template]) for template in sorted(owned, key=_specific))


def find(table: Iterable[Address], path: str) -> Feature | None:
    """Return the feature of a request's path, None for an address that nobody serves."""
    return next((address.feature for address in table if address.pattern.fullmatch(path)), None)


def allowed_methods(bundle: Bundle, path: str) -> frozenset[str]:
    """Return the methods that a bundle takes at a path; empty when it does not serve the path. GET brings HEAD."""
    methods = {operation.method for operation in operations(bundle, path)}
    return frozenset(methods | ({"HEAD"} if "GET" in methods else set()))


def operations(bundle: Bundle, path: str) -> list[Operation]:
    """Return what a bundle can do at a path, one operation a method; empty when it does not serve the path."""
    fitting = [operation for operation in bundle.operations if _pattern(shape(operation.path)).fullmatch(path)]
    # A fixed path wins over a template that also fits, as it does in the application.
    best = min((_specific(shape(operation.path)) for operation in fitting), default=None)
    return [operation for operation in fitting if _specific(shape(operation.path)) == best]


def _specific(template: str) -> tuple[tuple[bool, str], ...]:
    return tuple(("{}" in segment, segment) for segment in template.split("/"))


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(r"[^/\x00]+".join(re.escape(part) for part in template.split("{}")))
