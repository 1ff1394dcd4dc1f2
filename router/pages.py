"""What the router says about itself: readiness, versions, and the API of the stable versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from router import openapi as documents
from router.decision import Decision, Reason, settle, unguided
from router.features import Feature
from router.settings import Settings
from router.store import Entry
from router.watch import Watch


def unready(features: Sequence[Feature], watch: Watch) -> list[str]:
    """Return why no traffic should come here, one sentence each; empty when everything stands."""
    reasons = [
        f"No version of {feature.name} is sound." for feature in features if feature.known and not feature.bundles
    ]
    if not any(feature.known for feature in features):
        reasons.append("There is no bundle to serve. Run: lockstep regenerate")
    if not watch.reachable:
        reasons.append("The database does not answer.")
    return reasons


def stable(feature: Feature, watch: Watch) -> Decision | None:
    """Return what a client outside of any canary gets, None when no version is sound."""
    entry = watch.entries.get(feature.name)
    if entry is None:
        return unguided(feature.known, feature.bundles.keys())
    return settle(Decision(entry.rollout.stable, Reason.stable), entry.rollout.stable, feature.bundles.keys())


def versions(features: Sequence[Feature], watch: Watch) -> dict[str, Any]:
    """Return the document of ``/versions``: per feature its versions, its rollout, and what was refused and why."""
    return {
        "features": [
            {
                "feature": feature.name,
                "serving": _serving(stable(feature, watch)),
                "versions": [
                    {"version": f"v{number}", "bundle_id": bundle.bundle_id}
                    for number, bundle in sorted(feature.bundles.items())
                ],
                "rollout": rollout(watch.entries.get(feature.name)),
                "refusals": [
                    {"version": f"v{refusal.version}", "reason": refusal.reason} for refusal in feature.refusals
                ],
            }
            for feature in features
        ]
    }


def rollout(entry: Entry | None) -> dict[str, Any] | None:
    """Return a rollout as JSON, None when there is none."""
    if entry is None:
        return None
    canary = entry.rollout.canary
    return {
        "stable": f"v{entry.rollout.stable}",
        "canary": None if canary is None else f"v{canary}",
        "weight": entry.rollout.weight,
        "state": entry.rollout.state.value,
        "changed_at": entry.changed_at.isoformat().replace("+00:00", "Z"),
        "changed_by": entry.changed_by,
    }


def openapi(settings: Settings, features: Sequence[Feature], watch: Watch) -> dict[str, Any]:
    """Return the merged OpenAPI document of what is stable now."""
    chosen = {feature.name: stable(feature, watch) for feature in features}
    bundles = {
        feature.name: feature.bundles[decision.version]
        for feature in features
        if (decision := chosen[feature.name]) is not None
    }
    return documents.merged(settings, bundles)


def _serving(decision: Decision | None) -> dict[str, str] | None:
    return None if decision is None else {"version": f"v{decision.version}", "reason": decision.reason.value}
