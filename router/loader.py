"""Imports one bundle as a package of its own and makes an application of it."""

from __future__ import annotations

import errno
import functools
import gc
import importlib
import itertools
import json
import linecache
import os
import sys
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

from fastapi import APIRouter, FastAPI

from router.manifests import Manifest, Operation, Refusal, read
from router.problems import Guard, exception_handlers
from router.signals import Stopped

_serial = itertools.count()


@dataclass(frozen=True, slots=True)
class Bundle:
    """One version, ready to serve.

    ``app`` answers the bundle's operations and every error of theirs as a problem document; its handlers take the
    kernel from ``app.state.kernel``, which the caller sets. ``package`` is the unique name it was imported under.
    ``files`` are the verified bytes by their path in the bundle.
    """

    feature: str
    version: int
    bundle_id: str
    operations: tuple[Operation, ...]
    app: FastAPI
    package: str
    files: dict[str, bytes]

    @property
    def components(self) -> ModuleType | None:
        """The bundle's components.py, None when it has no interface (or was unloaded)."""
        return self.module("components")

    def module(self, name: str) -> ModuleType | None:
        """Return one of the bundle's modules, None when it was never imported (or was unloaded)."""
        return sys.modules.get(f"{self.package}.{name}")


def load(folder: Path, kernel: str) -> Bundle | Refusal:
    """Verify and import the bundle in ``folder``; it must have been made for the kernel with this import name.

    Nothing is written (no ``__pycache__``) and ``sys.path`` stays as it is; the same folder can be loaded twice.
    """
    manifest = read(folder)
    if isinstance(manifest, Refusal):
        return manifest
    if manifest.kernel != kernel:
        return Refusal(
            manifest.feature,
            manifest.version,
            f"it stands on the kernel {manifest.kernel!r}, this project on {kernel!r}",
        )
    return imported(manifest)


def imported(manifest: Manifest) -> Bundle | Refusal:
    """Import a verified manifest's files and return its bundle, or why its code does not load."""
    package = f"lockstep_bundle_{next(_serial)}_{manifest.feature}_v{manifest.version}"
    finder = _Finder(package, manifest.folder.absolute(), manifest.files)
    sys.meta_path.insert(0, finder)
    try:
        router = getattr(importlib.import_module(f"{package}.routes"), "router", None)
        if not isinstance(router, APIRouter):
            raise TypeError("routes.py has no APIRouter named router")
        if "components.py" in manifest.files:
            importlib.import_module(f"{package}.components")
        app = _application(manifest, router)
    except Stopped:
        _forget(package)
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's code may raise anything at import
        _forget(package)
        return Refusal(manifest.feature, manifest.version, f"its code does not load: {type(error).__name__}: {error}")
    named = (manifest.feature, manifest.version, manifest.bundle_id)
    return Bundle(*named, manifest.operations, app, package, dict(manifest.files))


def unload(bundle: Bundle) -> None:
    """Forget a bundle's modules, and what FastAPI and pydantic keep of them. The bundle must not be used again."""
    bundle.app.router.routes.clear()
    bundle.files.clear()
    _forget(bundle.package)


def _application(manifest: Manifest, router: APIRouter) -> FastAPI:
    app = FastAPI(
        title=manifest.feature,
        version=f"v{manifest.version}",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers=exception_handlers(),
    )
    app.add_middleware(Guard)
    app.include_router(router)
    return app


def _forget(package: str) -> None:
    sys.meta_path[:] = [finder for finder in sys.meta_path if getattr(finder, "package", None) != package]
    for name in [name for name in list(sys.modules) if name == package or name.startswith(f"{package}.")]:
        linecache.cache.pop(getattr(sys.modules.pop(name), "__file__", "") or "", None)
    # FastAPI remembers callables and models in lru_caches that would keep every version ever loaded alive.
    for name, module in list(sys.modules.items()):
        if name == "fastapi" or name.startswith("fastapi."):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
    for clear in getattr(typing, "_cleanups", ()):  # Annotated[Model, ...] is remembered by typing as well
        clear()
    gc.collect()  # models and their validators refer to one another


@dataclass(frozen=True)
class _Finder(MetaPathFinder):
    """Finds one bundle's modules among its verified bytes, and nothing else."""

    package: str
    folder: Path
    files: Mapping[str, bytes]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module of this bundle, None for any other name."""
        del path, target
        if fullname != self.package and not fullname.startswith(f"{self.package}."):
            return None
        inner = fullname.removeprefix(self.package).lstrip(".").replace(".", "/")
        for place in (f"{inner}.py", f"{inner}/__init__.py".lstrip("/")):
            if place in self.files:
                is_package = place.endswith("__init__.py")
                file = self.folder / place
                loader = _VerifiedSource(self.files[place], file, self, is_package=is_package)
                spec = spec_from_loader(fullname, loader, origin=str(file), is_package=is_package)
                if spec is not None:
                    spec.has_location = True
                return spec
        return None

    def resource(self, path: str) -> bytes:
        """Return a verified file below ui/ by its whole path. Raises OSError for anything else, wherever it points."""
        inner = path.removeprefix(f"{self.folder}{os.sep}").replace(os.sep, "/")
        if inner == path or not inner.startswith("ui/") or inner not in self.files:
            raise FileNotFoundError(errno.ENOENT, "this is no file below ui/ that the bundle's manifest names", path)
        data = self.files[inner]
        return _told(data) if inner.endswith("/stories.json") else data


FOR_LOOKING = frozenset({"steps", "patterns", "masks"})
"""What stands in stories for those who look at them. A bundle's own code knows no such keys, and would refuse them."""


def _told(data: bytes) -> bytes:
    """Return stories without what is for looking; what is no list of objects stays for the bundle to refuse."""
    try:
        stories = json.loads(data)
    except (ValueError, RecursionError):
        return data
    if not isinstance(stories, list) or not all(isinstance(each, dict) for each in stories):
        return data
    if not any(FOR_LOOKING & set(each) for each in stories):
        return data
    return json.dumps([{key: each[key] for key in each if key not in FOR_LOOKING} for each in stories]).encode()


class _VerifiedSource(InspectLoader):
    """Compiles bytes that were checked; a ``.pyc`` that lies about is neither believed nor written."""

    def __init__(self, data: bytes, file: Path, finder: _Finder, *, is_package: bool) -> None:
        self._data = data
        self._file = file
        self._finder = finder
        self._is_package = is_package

    def is_package(self, fullname: str) -> bool:
        """Say whether the module is the bundle's ``__init__``."""
        del fullname
        return self._is_package

    def get_source(self, fullname: str) -> str:
        """Return the module's text, for tracebacks."""
        del fullname
        return self._data.decode()

    def get_data(self, path: str) -> bytes:
        """Return a file of the interface, for ``pkgutil.get_data``; never what lies on the disk by now."""
        return self._finder.resource(path)

    def get_code(self, fullname: str) -> CodeType:
        """Compile the module without inheriting this file's ``__future__`` imports."""
        del fullname
        code: CodeType = compile(self._data, str(self._file), "exec", dont_inherit=True)
        return code
