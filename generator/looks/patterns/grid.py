"""Grids: one Tab stop, arrows go from cell to cell, Home and End to the ends of a row; days go on in the next row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playwright.sync_api import Request

from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, Over, Trial

CELLS = ("gridcell", "columnheader", "rowheader")
MOST_ROWS = 40
Finds: TypeAlias = Callable[[], Seen]
_FOR_PAGES = frozenset({"document", "fetch", "xhr"})


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a grid that is shown, each with its cells."""

    rows: tuple[tuple[Seen, ...], ...]

    def place(self, cell: Seen) -> tuple[int, int] | None:
        """Return row and column of a cell, from zero."""
        return next(((r, row.index(cell)) for r, row in enumerate(self.rows) if cell in row), None)

    def line(self, cell: Seen, down: int, right: int) -> list[Seen]:
        """Return the cells that lie in one direction, nearest first."""
        place = self.place(cell)
        if place is None:
            return []
        row, column = place
        found: list[Seen] = []
        while True:
            row, column = row + down, column + right
            if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])):
                return found
            found.append(self.rows[row][column])

    def round(self, cell: Seen, step: int) -> list[Seen]:
        """Return the cells that come after (or before) one in the order of reading, headers left out."""
        order = [each for row in self.rows for each in row if each.role == "gridcell"]
        if cell not in order:
            return []
        at = order.index(cell)
        return order[at + 1 :] if step > 0 else order[:at][::-1]


def table(trial: Trial, grid: Seen) -> Table:
    """Read the rows of a grid. Ends the trial where there are none."""
    rows = [tuple(trial.items(row, *CELLS)) for row in trial.items(grid, "row")[:MOST_ROWS]]
    found = tuple(row for row in rows if row)
    if not found or not any(cell.role == "gridcell" for row in found for cell in row):
        trial.flaw(ROLES, grid, f"{grid} has no rows (role row) with cells (role gridcell)")
        raise Over
    return Table(found)


def _entered(trial: Trial, grid: Seen) -> Seen:
    """Put focus where Tab would put it; return the cell. Ends the trial where there is none."""
    stops = trial.stops(grid)
    trial.focus(stops[0] if stops else grid)
    cell = trial.closest(trial.current(), *CELLS)
    if cell is None:
        trial.flaw(FOCUS, grid, f"focus on {grid} should be on one of its cells; {trial.where()}")
        raise Over
    return cell


def speaks(trial: Trial) -> None:
    """The grid has a name, rows and cells, and one Tab stop."""
    grid = trial.at()
    trial.has_role(grid, "grid")
    trial.has_name(grid)
    table(trial, grid)
    stops = trial.stops(grid)
    one = len(stops) == 1 or (grid.tabbable and not stops)
    message = f"Tab should stop once inside of {grid}, and stops at {len(stops)} places"
    trial.must(FOCUS, grid, one or (bool(stops) and _in_one_cell(trial, stops)), message)


def _in_one_cell(trial: Trial, stops: list[Seen]) -> bool:
    """Say whether all stops lie in one cell: a cell whose content is being used has the stops of that content."""
    return len({trial.closest(stop, *CELLS) for stop in stops[:20]}) == 1


def arrows(trial: Trial) -> None:
    """Arrows go from cell to cell and back."""
    grid = trial.at()
    trial.has_role(grid, "grid")
    goes_round(trial, grid, trial.pattern.option("moves"))


def goes_round(trial: Trial, grid: Seen, moves: str) -> None:
    """Try all that moves within the rows that are shown. ``moves``: cell, day, or empty where either is right."""
    cell = _entered(trial, grid)
    known = table(trial, grid)
    right, left = ("ArrowLeft", "ArrowRight") if grid.backward else ("ArrowRight", "ArrowLeft")
    for key, down, along in (
        (right, 0, 1),
        (left, 0, -1),
        ("ArrowDown", 1, 0),
        ("ArrowUp", -1, 0),
        ("ArrowDown", 1, 0),
    ):
        moved = _goes(trial, known, cell, key, (down, along), moves)
        if moved is None:
            return
        cell = moved
    _ends(trial, known, cell, (right, left), moves)


def _goes(trial: Trial, known: Table, cell: Seen, key: str, step: tuple[int, int], moves: str) -> Seen | None:
    """Press one arrow; return the cell that focus is on then, None where it is not a right one, or no longer known."""
    down, along = step
    line = known.line(cell, down, along)
    ahead = next((each for each in line if each.reachable), None)
    wanted = [] if ahead is None else [ahead]
    whither = f"{ahead}, the next in that direction" if ahead else ""
    beyond = known.round(cell, along or down)
    first = next((each for each in beyond if each.reachable), None)
    if along and moves == "day" and not (line and line[0].reachable):
        if first is None:
            return None  # another month, or the end of all days
        wanted, whither = [first], f"{first}, the next day in that direction"
    elif not (line and line[0].reachable):
        if moves == "day":
            return None
        wanted.append(cell)
        whither = whither or "no other cell"
        if not moves and first is not None:
            wanted.append(first)
        if not moves and down:
            wanted += _wrapped(known, cell, down)
    if wanted == [cell]:
        trial.press(key)
        trial.rest()
        fine = _cell(trial) == cell
    else:
        trial.press(key)
        fine = trial.until(lambda: _cell(trial) in wanted)
    if not fine:
        trial.flaw(KEYS, cell, f"{key} on {cell} should move focus to {whither}; {trial.where()}")
        return None
    return _cell(trial)


def _cell(trial: Trial) -> Seen | None:
    return trial.closest(trial.current(), *CELLS)


def _wrapped(known: Table, cell: Seen, down: int) -> list[Seen]:
    """Return where Down leads at the bottom of a grid that wraps: the top of this column, or of the next."""
    place = known.place(cell)
    if place is None:
        return []
    rows = known.rows if down > 0 else known.rows[::-1]
    columns = (place[1], place[1] + down)
    return [next((row[c] for row in rows if 0 <= c < len(row) and row[c].reachable), cell) for c in columns]


def _ends(trial: Trial, known: Table, cell: Seen, sideways: tuple[str, str], moves: str) -> None:
    """Home and End lead to the ends of the row, and from there a day goes on in the next one."""
    place = known.place(cell)
    if place is None:
        return
    row = known.rows[place[0]]
    usable = [each for each in row if each.reachable]
    if moves == "day" and len(usable) != len(row):
        return  # the ends of this row are days that cannot be reached
    for key, end, name in (("Home", usable[0], "first"), ("End", usable[-1], "last")):
        trial.press(key)
        if not trial.until(lambda end=end: _cell(trial) == end):  # type: ignore[misc]
            trial.flaw(
                KEYS, cell, f"{key} on {cell} should move focus to {end}, the {name} of its row; {trial.where()}"
            )
            return
        cell = end
    moved = _goes(trial, known, cell, sideways[0], (0, 1), moves)
    if moved is not None and moved != cell:
        _goes(trial, known, moved, sideways[1], (0, -1), moves)


def pages(trial: Trial) -> None:
    """PageDown and PageUp lead to other rows and back, where the declaration says so."""
    if trial.pattern.option("pages") == "within":
        grid = trial.at()
        _entered(trial, grid)
        pages_within(trial, trial.at)
    elif trial.pattern.option("pages") == "visit":
        _asks(trial, "PageDown")


def pages_back(trial: Trial) -> None:
    """PageUp asks for another page, where the declaration says so."""
    if trial.pattern.option("pages") == "visit":
        _asks(trial, "PageUp")


def pages_within(trial: Trial, grid: Finds) -> None:
    """PageDown shows what comes after, with focus in it, and PageUp leads back to where it was."""
    start = trial.current()
    if start is None:
        return
    on, was = start, _said(trial)
    trial.press("PageDown")

    def moved() -> bool:
        return _said(trial) != was and trial.inside(trial.current(), grid())

    if not trial.until(moved):
        message = f"PageDown on {on} should show what comes after, with focus on a cell of it; {trial.where()}"
        trial.flaw(KEYS, grid(), message)
        return
    on = trial.current() or on
    trial.press("PageUp")
    if not trial.until(lambda: _said(trial) == was and trial.inside(trial.current(), grid())):
        trial.flaw(KEYS, grid(), f"PageUp on {on} should lead back to where PageDown came from; {trial.where()}")


def _said(trial: Trial) -> tuple[str, ...]:
    """Return what tells a place in a grid from others: the names of the cell in focus and of its whole grid."""
    cell = _cell(trial)
    grid = trial.closest(cell, "grid")
    return (cell.name, grid.name, grid.value, str(cell.selector)) if cell and grid else ()


def _asks(trial: Trial, key: str) -> None:
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.resource_type)

    _entered(trial, trial.at())
    on = trial.current()
    trial.page.on("request", hear)
    try:
        trial.press(key)
        if not trial.until(lambda: bool(_FOR_PAGES & set(asked))):
            trial.flaw(KEYS, on, f"{key} on {on} should ask for another page, and does not")
    finally:
        trial.page.remove_listener("request", hear)


SCENARIOS = ((speaks, arrows, pages),)
VISITS = ((pages_back,),)
