"""Loads versions that a rollout names and that were not there when the process started, while it goes on serving."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

from router import loader, manifests
from router.app import Front
from router.features import Feature, gathered
from router.loader import Bundle
from router.manifests import Refusal
from router.settings import Settings
from router.store import Entry
from router.watch import Watch

log = logging.getLogger("lockstep.router")

Named = tuple[str, int]  # a feature and a version


def named(entries: Iterable[Entry]) -> frozenset[Named]:
    """Return every version that these rollouts name."""
    return frozenset((entry.rollout.feature, version) for entry in entries for version in entry.rollout.versions)


def unknown(features: Iterable[Feature], entries: Mapping[str, Entry]) -> frozenset[Named]:
    """Return the versions that rollouts name and that have no folder, as known at the start."""
    return named(entries.values()) - {(feature.name, version) for feature in features for version in feature.known}


def unserved(features: Iterable[Feature], wanted: frozenset[Named]) -> frozenset[Named]:
    """Return those of ``wanted`` that no bundle can answer, refused ones as well: they may have been mended."""
    return wanted - {(feature.name, version) for feature in features for version in feature.bundles}


def completed(settings: Settings, features: Sequence[Feature], wanted: Iterable[Named]) -> tuple[Feature, ...]:
    """Return ``features`` with each wanted version, verified and loaded from disk as at the start, or refused."""
    return gathered((_loaded(settings, *name) for name in sorted(wanted)), features)


def _loaded(settings: Settings, feature: str, version: int) -> Bundle | Refusal:
    folder = manifests.locate(settings.root, feature, version)
    return folder if isinstance(folder, Refusal) else loader.load(folder, settings.kernel)


@asynccontextmanager
async def following(front: Front, watch: Watch, settings: Settings) -> AsyncIterator[None]:
    """Keep ``front`` complete while the rollouts of ``watch`` change, until the end."""
    task = asyncio.create_task(_follow(front, watch, settings, watch.entries))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _follow(front: Front, watch: Watch, settings: Settings, seen: Mapping[str, Entry]) -> None:
    while True:
        await watch.change()
        entries = watch.entries
        changed = [entry for feature, entry in entries.items() if seen.get(feature) != entry]
        seen = entries
        if wanted := unserved(front.features, named(changed)):
            await _complete(front, settings, wanted)


async def _complete(front: Front, settings: Settings, wanted: frozenset[Named]) -> None:
    try:
        # In a thread: importing takes a good part of a second, and requests go on meanwhile.
        features = await asyncio.to_thread(completed, settings, front.features, wanted)
    except Exception:
        log.exception("loading %s failed", _listed(wanted))
        return
    front.take_over(features)
    if added := wanted - unserved(features, wanted):
        log.info("%s loaded", _listed(added))


def _listed(versions: Iterable[Named]) -> str:
    return ", ".join(f"{feature}/v{version}" for feature, version in sorted(versions))
