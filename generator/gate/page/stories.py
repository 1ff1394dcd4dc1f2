"""Components as they looked and as they look: the stories of both sides, each drawn by its own bundle.

A bundle's code never runs in this process: the router's probe loads it in a sandbox and says what it drew. What comes
back is a stranger's text all the same; the page shows it in frames in which nothing runs and nothing is fetched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.gate.page.standalone import standalone
from generator.looks.probed import probed
from generator.project import Project
from generator.units import Unit

MOST = 24
"""How many stories of one unit are shown; each brings its stylesheets along, twice."""

Read = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Story:
    """One story of one side: the ``document`` stands alone; ``wrong`` says why there is none."""

    summary: str
    document: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class StoryChange:
    """One story that is new, gone or different; a ``restyled`` one has the same markup and other stylesheets."""

    component: str
    name: str
    was: Story | None
    now: Story | None
    restyled: bool = False

    @property
    def summary(self) -> str:
        """What the story shows."""
        side = self.now or self.was
        return side.summary if side else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """All stories of one side, by component and name; ``wrong`` when the bundle could not be asked."""

    stories: Mapping[tuple[str, str], tuple[Story, str]]
    wrong: str = ""


NOTHING = Drawn({})


def has_stories(files: Mapping[str, bytes]) -> bool:
    """Say whether the bundle among ``files`` (path from the root → bytes) has components."""
    return any(path.startswith("generated/") and path.endswith("/stories.json") for path in files)


def drawn(project: Project, unit: Unit, files: Mapping[str, bytes], read: Read) -> Drawn:
    """Return every story of ``unit`` as ``files`` have it; ``read`` finds stylesheets by path from the root."""
    if not has_stories(files):
        return NOTHING
    with _laid_out(unit, files) as folder:
        told = probed(project, folder)
    if isinstance(told, str):
        return Drawn({}, told)
    own = f"/{unit.feature}/v{unit.version}"
    found = {}
    for row in told:
        story = Story(row.summary, standalone(row.document, read) if row.document else "", row.wrong)
        found[row.component, row.name] = (story, row.document.replace(own, "/"))
    return Drawn(found)


def story_changes(was: Drawn, now: Drawn) -> tuple[StoryChange, ...]:
    """Compare both sides' stories, in the order of the new one; what is gone comes last."""
    return tuple(_changes(was, now))


def _changes(was: Drawn, now: Drawn) -> Iterator[StoryChange]:
    nothing = (None, "")
    for key in [*now.stories, *(key for key in was.stories if key not in now.stories)]:
        (old, old_markup), (new, new_markup) = was.stories.get(key, nothing), now.stories.get(key, nothing)
        same_markup = old is not None and new is not None and old_markup == new_markup and old.wrong == new.wrong
        # Addresses in the markup name the version, so documents of two versions differ where nothing is to be seen.
        if not same_markup or _styles(old) != _styles(new):
            yield StoryChange(*key, old, new, restyled=same_markup)


def _styles(story: Story | None) -> str:
    return story.document.partition("</head>")[0] if story else ""


@contextmanager
def _laid_out(unit: Unit, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Yield a folder that holds the bundle: the merge base's stands nowhere else, and the tree's must not change."""
    place = f"generated/{unit}/"
    with tempfile.TemporaryDirectory(prefix="lockstep-look-") as root:
        for path, data in files.items():
            if path.startswith(place):
                file = Path(root) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        yield Path(root) / place
