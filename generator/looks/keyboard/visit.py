"""One visit to a page with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Frame, Page

from generator.looks.keyboard.stops import Place, Spot, spot, stop
from generator.looks.stop import Stop

PREPARE = Path(__file__).with_name("prepare.js").read_text(encoding="utf-8")
"""What has to run in each frame before anything of the page does; a page opened without it hides its slow timers."""

_WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
_KEPT = "window[Symbol.for('lockstep.keyboard')]"


class PageGone(Exception):
    """The page went away in the middle of a visit: it opened another one, or closed itself."""


@dataclass(frozen=True, slots=True)
class Modal:
    """A dialog that is open: how many focusable elements it keeps ``away``, and whether focus is ``within``."""

    id: str
    away: int
    within: bool
    stop: Stop | None


@dataclass(slots=True)
class Visit:
    """A page whose keys we press. ``pace`` is how long its visitor rests at each stop, in ms of the page's own time."""

    page: Page
    pace: int = 1_000
    at: Spot = Spot(Place.nowhere)  # noqa: RUF009  # frozen
    stops: dict[str, Stop] = field(default_factory=dict)
    """Every stop so far, by ``Spot.element``, in the order of first visits."""

    def ask(self, question: str, given: object = None, frame: Frame | None = None) -> object:
        """Ask something of the script that watches the page (or one frame of another origin)."""
        try:
            answer: object = (frame or self.page).evaluate(f"given => {_KEPT}.{question}", given)
        except Error as error:
            raise PageGone(str(error)) from error
        return answer

    def press(self, *keys: str) -> Spot:
        """Press keys, one after the other, and say where focus rests then."""
        for key in keys:
            try:
                self.page.keyboard.press(key)
            except Error as error:
                raise PageGone(str(error)) from error
        return self.look()

    def look(self) -> Spot:
        """Let the page have its time, and say where focus rests."""
        said = self.ask("look(given)", self.pace)
        found, told = spot(said)
        if isinstance(said, dict) and said.get("foreign"):
            found, told = self._frames() or (found, told)
        if told:
            self.stops[found.element] = told
        self.at = found
        return found

    def enter(self, side: Place) -> Spot:
        """Put focus on an edge of the page, as if it came from the browser's own controls; it may not stay there."""
        self.ask("enter(given)", str(side))
        return self.look()

    def modal(self) -> Modal | None:
        """Return the dialog that has to be answered first, if one is open."""
        said = self.ask("modal()")
        if not isinstance(said, dict):
            return None
        return Modal(str(said.get("id")), int(said.get("away", 0)), bool(said.get("within")), stop(said.get("stop")))

    def size(self) -> int:
        """Return how many elements could take focus."""
        said = self.ask("size()")
        return said if isinstance(said, int) else 0

    def words(self) -> list[str]:
        """Return all that the page says, in every frame: where it may tell how to go on."""
        said = self.ask("words()")
        found = [str(text) for text in said] if isinstance(said, list) else []
        for frame in self.page.frames[1:]:
            with suppress(Error):
                found.append(str(frame.evaluate("() => document.body.innerText"))[:20_000])
        return found

    def _frames(self) -> tuple[Spot, Stop | None] | None:
        """Ask the frames of other origins, which have their own time and their own focus."""
        found = None
        for number, frame in enumerate(self.page.frames[1:], 1):
            try:
                said = frame.evaluate(f"given => {{ {PREPARE}\n{_WATCH}\nreturn {_KEPT}.inner(given) }}", self.pace)
            except Error:  # it went away
                continue
            if said:
                found = spot(said, f"frame {number}: ")
        return found


@contextmanager
def visit(fresh: Callable[[], AbstractContextManager[Page]], pace: int = 1_000) -> Iterator[Visit]:
    """Open the page anew and put edges around it."""
    with fresh() as page:
        try:
            for frame in page.frames[1:]:
                frame.evaluate(f"() => {{ {PREPARE} }}")
            page.evaluate(f"() => {{ {PREPARE}\n{_WATCH}\n{_KEPT}.edge() }}")
        except Error as error:
            raise PageGone(str(error)) from error
        yield Visit(page, pace)
