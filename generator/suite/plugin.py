"""The pytest plugin of the suite: which project, which units, and what came out, told apart."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.canonical import Json, pretty_json
from generator.errors import LockstepError
from generator.project import Project, open_project
from generator.suite.extension import AcceptedFile
from generator.suite.names import is_shown, story_of
from generator.suite.pictures import Looks, Picture, accepted, pictures
from generator.suite.pixels import difference

_project = pytest.StashKey[Project]()
_broken = pytest.StashKey[dict[Path, str]]()
_looks = pytest.StashKey[Looks]()
_rows = pytest.StashKey[list[dict[str, Json]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's options."""
    group = parser.getgroup("lockstep")
    group.addoption("--lockstep-root", default=".", help="The project's folder, or one below it.")
    group.addoption("--lockstep-unit", action="append", default=[], help="feature or feature/vN; may be repeated.")
    group.addoption("--lockstep-frozen", default=None, help="A JSON list of files that are never written.")
    group.addoption("--lockstep-looks", default=None, help="A JSON file that says where lies what browsers showed.")
    group.addoption("--lockstep-story", action="append", default=[], help="feature/vN/component/story; only these.")
    group.addoption("--lockstep-results", default=None, help="Where to write what came out, as JSON.")


def pytest_configure(config: pytest.Config) -> None:
    """Open the project once."""
    config.stash[_project] = open_project(Path(config.getoption("--lockstep-root")))
    config.stash[_broken] = {}
    place = config.getoption("--lockstep-looks")
    config.stash[_looks] = json.loads(Path(place).read_bytes()) if place else {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each picture."""
    if "picture" in metafunc.fixturenames:
        shown = list(_chosen(metafunc.config))
        ids = [f"{picture.unit}/{picture.path.name}" for picture in shown]
        metafunc.parametrize("picture", shown, ids=ids)


@pytest.fixture
def drawn(picture: Picture, request: pytest.FixtureRequest) -> bytes:
    """What is shown now; fails, and remembers why, when it cannot be drawn."""
    try:
        return picture.draw()
    except LockstepError as error:
        request.config.stash[_broken][picture.path] = str(error)
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def accepted_file(picture: Picture, snapshot: SnapshotAssertion, request: pytest.FixtureRequest) -> SnapshotAssertion:
    """What was accepted; a frozen file is compared with, and never written."""
    found = snapshot.use_extension(AcceptedFile)
    if str(picture.path) in _frozen(request.config):
        found.update_snapshots = found.update_new_snapshots_only = False
    return found


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Tell apart what came out, and write it where it was asked for."""
    yield
    config = session.config
    if hasattr(config, "workerinput"):
        return
    rows = [*_compared(config), *_unused(config)]
    config.stash[_rows] = rows
    if place := config.getoption("--lockstep-results"):
        Path(place).write_bytes(pretty_json(rows))
    if any(row["state"] == "unused" for row in rows):
        session.exitstatus = max(session.exitstatus, pytest.ExitCode.TESTS_FAILED)
    elif session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK  # a project without a unit has nothing to show


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the unused files: syrupy does not look for them where a project keeps them."""
    for row in config.stash.get(_rows, []):
        if row["state"] in {"unused", "removed"}:
            terminalreporter.write_line(f"{row['state']}: {row['path']}")


def _chosen(config: pytest.Config) -> Iterator[Picture]:
    project = config.stash[_project]
    for unit in project.chosen(tuple(config.getoption("--lockstep-unit"))):
        for picture in pictures(project, unit, config.stash[_looks]):
            if _is_wanted(config, picture.path):
                yield picture


def _is_wanted(config: pytest.Config, path: Path) -> bool:
    """Say whether a file is of one of the stories that were named, if any were."""
    named = config.getoption("--lockstep-story")
    return not named or story_of(path.relative_to(config.stash[_project].root / "snapshots")) in named


def _frozen(config: pytest.Config) -> set[str]:
    place = config.getoption("--lockstep-frozen")
    names = json.loads(Path(place).read_bytes()) if place else []
    return {str(config.stash[_project].root / name) for name in names}


def _compared(config: pytest.Config) -> Iterator[dict[str, Json]]:
    """Yield a row for each picture that was looked at."""
    results = {
        Path(result.snapshot_location): result
        for assertion in config._syrupy._assertions  # type: ignore[attr-defined]  # syrupy tells nobody else
        for result in assertion.executions.values()
    }
    for picture in _chosen(config):
        result = results.get(picture.path)
        if picture.path in config.stash[_broken]:
            yield _row(config, picture, "broken", config.stash[_broken][picture.path])
        elif result is None:
            yield _row(config, picture, "not-run", "")
        else:
            before, now = result.recalled_data, result.asserted_data
            state = _state(had=before is not None, success=result.success, updated=result.updated)
            yield _row(config, picture, state, "" if state == "matched" else _diff(picture.path.name, before, now))


def _state(*, had: bool, success: bool, updated: bool) -> str:
    if success and not updated:
        return "matched"
    if success:
        return "updated" if had else "created"
    return "changed" if had else "missing"


def _unused(config: pytest.Config) -> Iterator[dict[str, Json]]:
    """Yield a row for each accepted file that no picture asks for; delete it when updating, unless it is frozen."""
    project, wanted = config.stash[_project], set(config.getoption("--lockstep-unit"))
    looks = config.stash[_looks]
    shown = {picture.path for picture in _chosen(config)}
    for unit, file in accepted(project, looks):
        if file in shown or (wanted and not {unit, unit.partition("/")[0]} & wanted) or not _is_wanted(config, file):
            continue
        if is_shown(file, project.root / "snapshots" / unit, looks.get(unit, {})):
            continue
        removed = config.option.update_snapshots and str(file) not in _frozen(config)
        diff = _diff(file.name, file.read_bytes(), None)
        if removed:
            file.unlink()
        state = "removed" if removed else "unused"
        yield {"unit": unit, "path": project.relative(file), "state": state, "said": diff}


def _row(config: pytest.Config, picture: Picture, state: str, said: str) -> dict[str, Json]:
    path = config.stash[_project].relative(picture.path)
    return {"unit": str(picture.unit), "path": path, "state": state, "said": said}


def _diff(name: str, before: bytes | None, now: bytes | None) -> str:
    if name.endswith(".png"):
        return difference(before, now)
    old, new = ((data or b"").decode(errors="replace").splitlines(keepends=True) for data in (before, now))
    heads = ("/dev/null" if before is None else f"accepted/{name}", "/dev/null" if now is None else f"shown/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in difflib.unified_diff(old, new, *heads))
