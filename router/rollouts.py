"""What ``lockstep-router rollout`` does: one change or one look at the rollouts in force, said in text or JSON."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

from router import manifests, store
from router.errors import UsageInvalid
from router.manifests import Manifest
from router.pages import rollout as as_json
from router.postgres import Connection, connect, database_url
from router.rollout import Rollout, checked
from router.settings import Settings, open_settings
from router.store import Aborted, Entry
from router.watch import describe

_Answer = TypeVar("_Answer")


def put(start: Path, feature: str, split: tuple[str, str | None, float], output: str) -> str:
    """Put ``(stable, canary, weight)`` of a feature in force. Raises UsageInvalid for a version that is not sound."""
    settings = open_settings(start)
    stable, canary, weight = split
    wanted = Rollout(feature, _number(stable), None if canary is None else _number(canary), weight)
    _require_sound(settings, checked(wanted))
    entry = _asked(settings, lambda connection: store.put(connection, wanted, _author()))
    return _said({feature: entry}, output)


def abort(start: Path, feature: str, output: str) -> str:
    """Take a feature's canary, or its last stable version, back. Raises UsageInvalid when there is none to take."""
    settings = open_settings(start)
    aborted = _asked(settings, lambda connection: store.abort(connection, feature, _author()))
    return _undone(aborted, _unsound(settings, feature, aborted.after.rollout.stable), output)


def show(start: Path, output: str) -> str:
    """Return what is in force."""
    return _said(_asked(open_settings(start), store.show), output)


def _asked(settings: Settings, question: Callable[[Connection], Awaitable[_Answer]]) -> _Answer:
    async def ask(url: str) -> _Answer:
        connection = await connect(url)
        try:
            await store.migrate(connection)
            return await question(connection)
        finally:
            await connection.close()

    with database_url(settings.root, os.environ) as url:
        return asyncio.run(ask(url))


def _number(version: str) -> int:
    match = re.fullmatch(r"v([1-9][0-9]{0,8})", version)
    if match is None:
        raise UsageInvalid(f"{version!r} is no version. Write it like v1.")
    return int(match[1])


def _require_sound(settings: Settings, rollout: Rollout) -> None:
    for version in rollout.versions:
        if unsound := _unsound(settings, rollout.feature, version):
            raise UsageInvalid(unsound)


def _unsound(settings: Settings, feature: str, version: int) -> str:
    """Return what is wrong with a version as it lies on disk, empty when it is sound."""
    folder = settings.root / "generated" / feature
    if not (folder / f"v{version}" / manifests.FILE_NAME).is_file():
        known = sorted(f"v{place.name[1:]}" for place in folder.glob("v*")) if folder.is_dir() else []
        return f"there is no {feature}/v{version} in generated/. Known: {', '.join(known) or 'none'}."
    found = manifests.read(folder / f"v{version}")
    return "" if isinstance(found, Manifest) else f"{found}."


def _author() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in many containers
        return f"uid {os.getuid()}"


def _said(entries: Mapping[str, Entry], output: str) -> str:
    if output == "json":
        return json.dumps({"rollouts": {name: as_json(entry) for name, entry in sorted(entries.items())}}, indent=2)
    if not entries:
        return "No rollout is set: the newest sound version of each feature answers."
    return "\n".join(f"{name}: {describe(entry)}" for name, entry in sorted(entries.items()))


def _undone(aborted: Aborted, unsound: str, output: str) -> str:
    """Say what was taken back and to what, and whether that version is there to answer."""
    before, after = aborted.before.rollout, aborted.after.rollout
    kind, version = ("stable", before.stable) if before.live is None else ("canary", before.live)
    if output == "json":
        taken = {"kind": kind, "version": f"v{version}"}
        rollouts = {after.feature: as_json(aborted.after)}
        return json.dumps({"rollouts": rollouts, "taken_back": taken, "warning": unsound or None}, indent=2)
    said = f"{after.feature}: {kind} v{version} taken back, all clients get stable v{after.stable}"
    return f"{said}\nWarning: {unsound} Another version answers in its place." if unsound else said
