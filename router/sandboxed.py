"""The child of :mod:`router.probe`: takes its errand from stdin, gives up its rights, loads the bundle."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import socket
import sys
from pathlib import Path

from router import loader, manifests, sandbox
from router.app import Front
from router.drawn import drawn
from router.errors import KernelUnusable, UsageInvalid
from router.features import gathered
from router.kernel import make_importable, running_kernel
from router.loader import Bundle
from router.manifests import Manifest, Refusal
from router.probe import EXIT_REFUSED, READY, Errand
from router.serve import run
from router.settings import Settings, open_settings
from router.signals import stopped_by_signals
from router.watch import Watch


def main() -> None:
    """Do what the errand says and exit."""
    errand = Errand(**json.load(sys.stdin))
    sandbox.limit(errand.seconds, errand.memory_mib)
    try:
        with stopped_by_signals():
            _prepared(errand)
    except (MemoryError, RecursionError) as error:
        _end(errand, {"error": "crash", "detail": f"{type(error).__name__} {error}".strip()}, EXIT_REFUSED)


def _prepared(errand: Errand) -> None:
    manifest = manifests.read(Path(errand.folder))
    if isinstance(manifest, Refusal):
        _end(errand, {"error": "load", "detail": manifest.reason}, EXIT_REFUSED)
    else:
        settings = _settings(errand, manifest)
        make_importable(settings.root)
        try:
            importlib.import_module(settings.kernel)  # the kernel is ours and may still open what it likes
        except ImportError as error:
            _end(errand, {"error": "kernel", "detail": f"the kernel {settings.kernel!r}: {error}"}, 1)
        sandbox.close_doors()
        if errand.stories:
            _end(errand, list(drawn(_loaded(errand, settings))), 0)
        elif errand.fd is None:
            _end(errand, _loaded(errand, settings).app.openapi(), 0)
        else:
            asyncio.run(_serve(errand, settings, errand.fd))


def _settings(errand: Errand, manifest: Manifest) -> Settings:
    try:
        return open_settings(Path(errand.root))
    except UsageInvalid:  # a bundle outside of any project stands on the kernel that it names
        return Settings(Path(errand.root), manifest.kernel)


def _loaded(errand: Errand, settings: Settings) -> Bundle:
    bundle = loader.load(Path(errand.folder), settings.kernel)
    if isinstance(bundle, Refusal):
        _end(errand, {"error": "load", "detail": bundle.reason}, EXIT_REFUSED)
        raise SystemExit(EXIT_REFUSED)
    return bundle


async def _serve(errand: Errand, settings: Settings, descriptor: int) -> None:
    has_demo = hasattr(importlib.import_module(settings.kernel), "demo")
    try:
        async with running_kernel(settings.kernel, errand.url, demo=has_demo) as kernel:
            features = gathered([_loaded(errand, settings)])
            front = Front(settings, features, kernel, Watch())
            with socket.socket(fileno=descriptor) as listener:
                await run(front, listener, lambda: _say(errand, READY))
    except KernelUnusable as error:
        _end(errand, {"error": "kernel", "detail": str(error)}, 1)


def _end(errand: Errand, result: object, code: int) -> None:
    _say(errand, json.dumps(result, ensure_ascii=False).encode())
    raise SystemExit(code)


def _say(errand: Errand, words: bytes) -> None:
    view = memoryview(words)
    while view:
        view = view[os.write(errand.result, view) :]


if __name__ == "__main__":
    main()
