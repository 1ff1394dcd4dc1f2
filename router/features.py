"""All versions of all features that a project has, sound or refused."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from router import loader, manifests
from router.loader import Bundle
from router.manifests import Refusal

log = logging.getLogger("lockstep.router")

OWN_PATHS = frozenset({"/", "/docs", "/healthz", "/readyz", "/versions", "/openapi.json", "/report", "/stories"})
OWN_FOLDERS = ("/ui/", "/assets/", "/stories/")  # all that lies below them is the router's
_PARAMETER = re.compile(r"\{[^/{}]*\}")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its sound bundles by version, and what was refused."""

    name: str
    bundles: Mapping[int, Bundle] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()

    @property
    def known(self) -> frozenset[int]:
        """Every version that has a folder."""
        return frozenset(self.bundles) | {refusal.version for refusal in self.refusals if not refusal.absent}

    @property
    def paths(self) -> frozenset[str]:
        """The path templates of all sound versions."""
        return frozenset(operation.path for bundle in self.bundles.values() for operation in bundle.operations)


def load_all(root: Path, kernel: str) -> tuple[Feature, ...]:
    """Load every bundle below ``<root>/generated``; a refused one is logged and kept as a refusal.

    An address belongs to one feature: of two that claim the same one, the first by name keeps it and the other's
    bundles are refused.
    """
    return gathered(loader.load(folder, kernel) for folder in manifests.find(root))


def gathered(loaded: Iterable[Bundle | Refusal], before: Iterable[Feature] = ()) -> tuple[Feature, ...]:
    """Sort bundles and refusals into features, in the order of their names; ``before`` are those that stand already."""
    features = {feature.name: feature for feature in before}
    owners = dict.fromkeys(OWN_PATHS, "the router itself")
    owners |= {shape(path): feature.name for feature in features.values() for path in feature.paths}
    for item in loaded:
        result = item
        if isinstance(item, Bundle) and (clash := _clash(item, owners)):
            loader.unload(item)
            result = Refusal(item.feature, item.version, clash)
        feature = _without_refusal(features.get(result.feature, Feature(result.feature)), result.version)
        if isinstance(result, Refusal):
            log.error("%s", result)
            feature = replace(feature, refusals=(*feature.refusals, result))
        else:
            owners |= {shape(operation.path): result.feature for operation in result.operations}
            feature = replace(feature, bundles={**feature.bundles, result.version: result})
        features[feature.name] = feature
    return tuple(features[name] for name in sorted(features))


def _without_refusal(feature: Feature, version: int) -> Feature:
    """Return a feature that says nothing of why ``version`` was refused before."""
    return replace(feature, refusals=tuple(refusal for refusal in feature.refusals if refusal.version != version))


def _clash(bundle: Bundle, owners: Mapping[str, str]) -> str:
    for operation in bundle.operations:
        owner = owners.get(shape(operation.path), bundle.feature)
        if operation.path.startswith(OWN_FOLDERS):
            owner = "the router itself"
        if owner != bundle.feature:
            return f"its path {operation.path} belongs to {owner}. Give the operation another path"
    return ""


def shape(template: str) -> str:
    """Return a path template without the names of its parameters: two of one shape match the same addresses."""
    return _PARAMETER.sub("{}", template)
