from __future__ import annotations

import gc
import pkgutil
import py_compile
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from router import loader
from router.kernel import make_importable
from router.loader import Bundle
from router.manifests import Refusal
from router.signals import Stopped, stopped_by_signals
from tests.router.faces import STYLE, make_face
from tests.router.toys import make_bundle, seal


@pytest.fixture(autouse=True)
def kernel(root: Path) -> Iterator[None]:
    """Let the toy kernel be imported, and forget it afterwards."""
    before = list(sys.path)
    make_importable(root)
    yield
    sys.path[:] = before
    sys.modules.pop("toykernel", None)


def loaded(folder: Path) -> Bundle:
    """Load a bundle that must be sound."""
    bundle = loader.load(folder, "toykernel")
    assert isinstance(bundle, Bundle), bundle
    return bundle


def test_versions_stand_side_by_side(root: Path):
    """Two versions, and the same one twice, are packages of their own; sys.path and generated/ stay as they were."""
    folders = [make_bundle(root), make_bundle(root, version=2)]
    path, files = list(sys.path), sorted((root / "generated").rglob("*"))
    bundles = [loaded(folder) for folder in (*folders, folders[0])]
    assert len({bundle.package for bundle in bundles}) == 3
    assert [sys.modules[f"{bundle.package}.api"].VERSION for bundle in bundles] == ["v1", "v2", "v1"]
    assert (sys.path, sorted((root / "generated").rglob("*"))) == (path, files)
    for bundle in bundles:
        loader.unload(bundle)


def test_unloading_leaves_nothing_behind(root: Path):
    """Modules, models and application of an unloaded bundle are freed, whatever FastAPI remembers."""
    bundle = loaded(make_bundle(root))
    bundle.app.openapi()
    models = sys.modules[f"{bundle.package}.models"]
    kept = [weakref.ref(thing) for thing in (models, models.NewNote, bundle.app)]
    package = bundle.package
    loader.unload(bundle)
    del bundle, models
    gc.collect()
    assert not [name for name in sys.modules if name.startswith(package)]
    assert [reference() for reference in kept] == [None, None, None]


def test_a_bundle_reads_its_own_interface_as_it_was_verified(root: Path):
    """Resources below ui/ are the checked bytes, and there is nothing else to be read, by no path."""
    folder = make_face(root)
    bundle = loaded(folder)
    (folder / "ui/components.css").write_text("changed")
    (folder / "ui/new.css").write_text("planted")
    assert pkgutil.get_data(bundle.package, "ui/components.css") == STYLE.encode()
    for path in ("ui/new.css", "routes.py", "ui/../routes.py", "../../../pyproject.toml", "ui", "", "bundle.json"):
        with pytest.raises(OSError, match="no file below ui/"):
            pkgutil.get_data(bundle.package, path)
    loader.unload(bundle)


def test_components_come_and_go_with_their_bundle(root: Path):
    """A bundle without an interface has none; unloading frees the module and drops the files."""
    plain, bundle = loaded(make_bundle(root)), loaded(make_face(root))
    assert plain.components is None
    assert bundle.components is not None
    assert bundle.components.story("card", "short").title == "card: short"
    kept = weakref.ref(bundle.components)
    loader.unload(bundle)
    assert (bundle.components, bundle.files, kept()) == (None, {}, None)
    loader.unload(plain)


def test_components_that_do_not_load_are_refused(root: Path):
    """What is only found out when a story is asked for would be found out too late."""
    folder = make_bundle(root, files={"components.py": "from .nowhere import x\n"})
    found = loader.load(folder, "toykernel")
    assert isinstance(found, Refusal)
    assert "nowhere" in found.reason


def test_a_planted_pyc_is_not_believed(root: Path):
    """Python's own loader would run a matching .pyc instead of the verified source."""
    folder = make_bundle(root)
    source = (folder / "api.py").read_text()
    (folder / "api.py").write_text(source.replace('"v1"', '"xx"'))
    py_compile.compile(str(folder / "api.py"))
    (folder / "api.py").write_text(source)
    bundle = loaded(folder)
    assert sys.modules[f"{bundle.package}.api"].VERSION == "v1"
    loader.unload(bundle)


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("api.py", "def broken(:\n", "SyntaxError"),
        ("api.py", "import no_such_module\n", "ModuleNotFoundError"),
        ("api.py", "raise SystemExit(0)\n", "SystemExit"),
        ("routes.py", "from fastapi import APIRouter\nrouter = 1\n", "no APIRouter named router"),
        ("routes.py", "x = 1\n", "no APIRouter named router"),
        ("routes.py", "from .nowhere import x\n", "ModuleNotFoundError"),
        ("routes.py", "1 / 0\n", "ZeroDivisionError"),
        ("routes.py", "from __future__ import braces\n", "SyntaxError"),
        ("routes.py", "x = '\\ud800'; raise ValueError(x)\n", "ValueError"),
    ],
)
def test_code_that_does_not_load_is_refused(root: Path, path: str, text: str, reason: str):
    """Whatever a bundle does at import, the loader answers with a refusal and forgets its modules."""
    before = set(sys.modules)
    found = loader.load(make_bundle(root, files={path: text}), "toykernel")
    assert isinstance(found, Refusal)
    assert reason in found.reason
    assert not {name for name in set(sys.modules) - before if name.startswith("lockstep_bundle")}
    assert not [finder for finder in sys.meta_path if type(finder).__name__ == "_Finder"]


def test_a_signal_that_comes_while_a_bundle_loads_ends_the_process(root: Path):
    """It is no refusal of the bundle: whoever asks a starting process to stop must not be passed over."""
    send = "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nfor _ in range(10**7): pass\n"
    folder = make_bundle(root, files={"api.py": send})
    with stopped_by_signals(), pytest.raises(Stopped):
        loader.load(folder, "toykernel")


def test_a_bundle_for_another_kernel_is_refused(root: Path):
    """The kernel that a bundle was made for has to be the project's."""
    folder = make_bundle(root)
    seal(folder, "notes", 1, kernel="other")
    found = loader.load(folder, "toykernel")
    assert isinstance(found, Refusal)
    assert "it stands on the kernel 'other'" in found.reason
