"""Several processes that look at stories side by side, each with a browser of its own."""

from __future__ import annotations

import json
import os
import select
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from subprocess import Popen, TimeoutExpired
from typing import IO

from generator.canonical import Json
from generator.children import started
from generator.looks.browsers.found import Browser
from generator.looks.places import Place
from generator.looks.seen import Seen, from_json
from generator.looks.stories import KEYS
from generator.looks.subjects import Subject
from generator.programs import environment, last_words, mortal
from generator.threads import Threads

PROCESSES = max(1, min(2, os.cpu_count() or 1))
_SECONDS = 120.0
"""How long one story may take in one browser, the browser's start included."""


@dataclass(frozen=True, slots=True)
class Task:
    """One story, or any page, to be looked at in one browser; ``is_brief``: no more than what is accepted of it."""

    subject: Subject | Place
    browser: Browser
    is_brief: bool = False

    @property
    def name(self) -> str:
        """The story's name, or the page as it was named."""
        return self.subject.named if isinstance(self.subject, Place) else self.subject.name

    def to_json(self) -> dict[str, Json]:
        """Return what a worker needs to know."""
        if isinstance(self.subject, Place):
            return {"page": self.subject.to_json(), "browser": asdict(self.browser)}
        row, told = self.subject.row, {key: self.subject.keys.get(key) for key in KEYS}
        story: dict[str, Json] = {
            "name": self.subject.name,
            "document": row.document,
            "policy": row.policy,
            "keys": told,
            "declared": list(self.subject.declared),
            "is_brief": self.is_brief,
        }
        return {"story": story, "browser": asdict(self.browser)}


Told = Callable[[Task, Seen | str], None]


def look_at(root: Path, tasks: Sequence[Task], told: Told, processes: int = PROCESSES) -> None:
    """Do ``tasks``, those of one engine after those of another, and tell what came of each as it is done.

    A text instead of a :class:`Seen` says why a story could not be looked at. ``told`` is called by several threads,
    one at a time for each.
    """
    waiting: SimpleQueue[Task] = SimpleQueue()
    for task in sorted(tasks, key=lambda task: task.browser.engine):
        waiting.put(task)
    with Threads(min(processes, len(tasks))) as threads:
        ended = [threads.submit(_work, root, waiting, told) for _ in range(min(processes, len(tasks)))]
        for each in ended:
            each.result()


def _work(root: Path, waiting: SimpleQueue[Task], told: Told) -> None:
    with ExitStack() as ends:
        worker: _Worker | None = None
        for task in _taken(waiting):
            said = ""
            for _ in range(2):  # a browser may die of something else than the page: asked again, once, in a new one
                if worker is None:
                    worker = ends.enter_context(_started(root))
                found = worker.ask(task)
                if isinstance(found, Seen):
                    told(task, found)
                    break
                said, worker = found, None
                ends.close()
            else:
                told(task, said)


def _taken(waiting: SimpleQueue[Task]) -> Iterator[Task]:
    while True:
        try:
            yield waiting.get_nowait()
        except Empty:
            return


@dataclass(frozen=True, slots=True)
class _Worker:
    """A running child, and where its stderr goes."""

    child: Popen[bytes]
    said: IO[bytes]

    def ask(self, task: Task) -> Seen | str:
        """Have one task done; a text says why it was not, and that the worker is of no more use."""
        assert self.child.stdin is not None  # noqa: S101  # it was asked for
        assert self.child.stdout is not None  # noqa: S101  # as above
        try:
            self.child.stdin.write(json.dumps(task.to_json()).encode() + b"\n")
            self.child.stdin.flush()
        except OSError:
            return self._why("the browser's process ended")
        if not select.select([self.child.stdout], [], [], _SECONDS)[0]:
            return f"it took more than {_SECONDS:.0f} s"
        line = self.child.stdout.readline()
        return from_json(json.loads(line)) if line.endswith(b"\n") else self._why("the browser's process ended")

    def _why(self, what: str) -> str:
        said = last_words(self.said, 1)
        return f"{what}{f': {said}' if said else ''}"


@contextmanager
def _started(root: Path) -> Iterator[_Worker]:
    with (
        tempfile.TemporaryFile() as said,
        started(
            mortal("generator.looks.worker", str(root)),
            folder=root,
            environment=environment(),
            stdin=b"",
            stderr=said,
        ) as child,
    ):
        yield _Worker(child, said)
        if child.stdin is not None:
            child.stdin.close()
        with suppress(TimeoutExpired):
            child.wait(10)
