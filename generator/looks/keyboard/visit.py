"""One visit to a page with nothing but a keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page

from generator.looks.keyboard.stops import Place, Spot, number, sight, spot, stop
from generator.looks.stop import Stop

PREPARE = Path(__file__).with_name("prepare.js").read_text(encoding="utf-8")
"""What has to run in each frame before anything of the page does; a page opened without it hides its slow timers."""

_WATCH = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("watch.js", "around.js"))
_KEPT = "window[Symbol.for('lockstep.keyboard')]"


_GONE = re.compile(r"context was destroyed|navigat|detached|closed|crashed", re.IGNORECASE)


class PageGone(Exception):
    """The page went away in the middle of a visit: it opened another one, or closed itself."""


@contextmanager
def asking() -> Iterator[None]:
    """Turn Playwright's error into PageGone where that is why; any other is a fault of ours."""
    try:
        yield
    except Error as error:
        if _GONE.search(str(error)):
            raise PageGone(str(error)) from error
        raise


@dataclass(frozen=True, slots=True)
class Modal:
    """A dialog that is open: how many focusable elements it keeps ``away``, and whether focus is ``within``."""

    id: int
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
    doubts: dict[str, bool] = field(default_factory=dict)
    """The stops of which styles alone do not say that focus is seen there; whether its ring is."""
    rested: list[Spot] = field(default_factory=list)
    """Where focus was before each Tab since the last look."""
    pressed: int = 0
    """How many keys were pressed so far."""
    lively: bool = True
    """Whether the page does anything by itself or when a key is pressed; what does not is as long as it looks."""
    hears: bool = False
    """Whether the page listens to keys."""
    careful: bool = False
    """Whether the page has to be looked at after each key: it has frames or clocks that are out of our reach."""
    size: int = 0
    """How many elements could take focus."""
    modal: int = 0
    """The number of the dialog that has to be answered first; 0 without one."""

    def ask(self, question: str, given: object = None) -> object:
        """Ask something of the script that watches the page."""
        with asking():
            answer: object = self.page.evaluate(f"given => {_KEPT}?.look ? {_KEPT}.{question} : 'gone'", given)
        if answer == "gone":  # another document, which nobody prepared
            raise PageGone(self.page.url)
        return answer

    def press(self, *keys: str) -> Spot:
        """Press keys, one after the other, and say where focus rests then."""
        for key in keys:
            self._key(key)
        return self.look()

    def run(self, key: str, times: int) -> list[Spot]:
        """Press Tab or Shift+Tab again and again, and say where focus rested after each."""
        if self.careful:
            return [self.press(key) for _ in range(times)]
        for _ in range(times):
            self._key(key)
        self.look()
        return [*self.rested[1:], self.at]

    def look(self, side: Place | None = None) -> Spot:
        """Let the page have its time, and say where focus rests; put it on an edge first, where one is named."""
        said = self.ask("look(given)", [self.pace, side])
        told = said if isinstance(said, Mapping) else {}
        log = told.get("log")
        self.rested = [self._known(each) for each in log] if isinstance(log, list) else []
        self.at = self._known(told.get("at"))
        self.careful = bool(told.get("careful"))
        self.size, self.modal = number(told.get("size")), number(told.get("modal"))
        if self.careful:
            self._ask_frames()
        return self.at

    def _key(self, key: str) -> None:
        self.pressed += 1
        with asking():
            self.page.keyboard.press(key)

    def _known(self, said: object, frame: str = "") -> Spot:
        found, told = spot(said, frame)
        if told:
            self.stops[found.element] = told
            ring, covered = sight(said)
            if covered or not ring:
                self.doubts[found.element] = ring
        return found

    def enter(self, side: Place) -> Spot:
        """Put focus on an edge of the page, as if it came from the browser's own controls; it may not stay there."""
        return self.look(side)

    def dialog(self) -> Modal | None:
        """Return the dialog that has to be answered first, if one is open."""
        said = self.ask("modal()")
        if not isinstance(said, Mapping):
            return None
        return Modal(number(said.get("id")), number(said.get("away")), bool(said.get("within")), stop(said.get("stop")))

    def words(self) -> list[str]:
        """Return all that the page says, in every frame: where it may tell how to go on."""
        said = self.ask("words()")
        found = [str(text) for text in said] if isinstance(said, list) else []
        for frame in self.page.frames[1:]:
            with suppress(Error):
                found.append(str(frame.evaluate("() => document.body.innerText"))[:20_000])
        return found

    def _ask_frames(self) -> None:
        """Ask the frames of other origins, which have their own time and their own focus."""
        for at, frame in enumerate(self.page.frames[1:], 1):
            with suppress(Error):  # it went away
                said = frame.evaluate(f"given => {{ {PREPARE}\n{_WATCH}\nreturn {_KEPT}.inner(given) }}", self.pace)
                if said:
                    self.at = self._known(said, f"frame {at}: ")


@contextmanager
def visit(fresh: Callable[[], AbstractContextManager[Page]], pace: int = 1_000) -> Iterator[Visit]:
    """Open the page anew and put edges around it."""
    with fresh() as page:
        with asking():
            for frame in page.frames[1:]:
                frame.evaluate(f"() => {{ {PREPARE} }}")
            said = page.evaluate(f"() => {{ {PREPARE}\n{_WATCH}\nreturn {_KEPT}.edge() }}")
        told = said if isinstance(said, Mapping) else {}
        yield Visit(page, pace, lively=bool(told.get("lively", True)), hears=bool(told.get("hears", True)))
