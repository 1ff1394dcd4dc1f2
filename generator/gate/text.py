"""The report for people: findings grouped by unit, then one table."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.canonical import canonical_json
from generator.findings import Finding
from generator.gate.explained import explained
from generator.gate.report import NEW, Excused, Report, UnitResult, Verdict, is_blocking
from generator.gate.tally import Cell, cell, columns, what_happened, who_looked
from generator.rules import remedy_of

_CROSS, _TICK, _NOTE, _OUTSIDE = "✗", "✓", "i", "the project"
_SHOWN = 300
_PLACES = 6


def write_text(report: Report, stream: TextIO, width: int | None = None) -> None:
    """Write ``report`` to ``stream``; colours only on a terminal, and never with NO_COLOR."""
    console = Console(file=stream, width=width, highlight=False, soft_wrap=True)
    compared = report.compared_with
    console.print(
        Text(
            f"Compared with {compared.said}" if compared.commit else compared.said[:1].upper() + compared.said[1:],
            style="dim",
        )
    )
    for unit in report.units:
        _write_unit(console, unit)
    console.print()
    console.print(_table(report))
    if report.looked.viewers:
        console.print()
        _write_looked(console, report)
    console.print()
    console.print(_last_line(report))


def _write_looked(console: Console, report: Report) -> None:
    """Say what was looked at and with what. Whoever reads the last lines alone must see that a browser is absent."""
    if said := what_happened(report.looked):
        console.print(Text(_printable(said)))
    absent = bool(report.looked.absent)
    console.print(Text(f"browsers: {_printable(who_looked(report.looked))}", style="bold yellow" if absent else ""))


def _write_unit(console: Console, unit: UnitResult) -> None:
    excused = [excused for check in unit.checks for excused in check.excused]
    if not unit.findings and not excused:
        return
    console.print()
    console.print(Text(unit.name or _OUTSIDE, style="bold"))
    for finding in unit.findings:
        _write_finding(console, finding)
    for waived in excused:
        _write_excused(console, waived)


def _write_finding(console: Console, finding: Finding) -> None:
    mark, style = (_CROSS, "red") if is_blocking(finding) else (_NOTE, "yellow")
    place = f"  {_printable(finding.place)}" if finding.place else ""
    console.print(Text.assemble("  ", (f"{mark} {finding.rule}", style), (place, "cyan")))
    _write_said(console, finding)
    if finding.places:
        _line(console, "seen in: ", _places(finding))
    _line(console, "remedy: ", remedy_of(finding))
    if page := explained(finding):
        _line(console, "see: ", f"{page.name}, {page.url}")


def _places(finding: Finding) -> str:
    more = len(finding.places) - _PLACES
    return ", ".join(finding.places[:_PLACES]) + (f" and {more} more" if more > 0 else "")


def _write_excused(console: Console, excused: Excused) -> None:
    finding = excused.finding
    console.print(Text.assemble("  ", (f"~ {finding.rule}", "yellow"), "  ", (finding.place, "cyan")))
    _write_said(console, finding)
    _line(console, "waived: ", f"{excused.why} ({excused.by}, until {excused.until})")
    if excused.is_new:
        console.print(Text.assemble("      ", (NEW, "bold yellow")))


def _write_said(console: Console, finding: Finding) -> None:
    _line(console, "", finding.message)
    if finding.old is not None or finding.new is not None:
        _line(console, "", f"{_short(finding.old)} → {_short(finding.new)}")
    if finding.has_witness:
        _line(console, "witness: ", canonical_json(finding.witness).decode())


def _line(console: Console, label: str, text: str) -> None:
    # The text of a finding may quote a stranger's code: it is never read as markup, and stays on its lines.
    for index, part in enumerate(text.splitlines() or [""]):
        head = label if index == 0 else " " * len(label)
        console.print(Text.assemble("      ", (head, "dim"), _printable(part)))


def _table(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("unit")
    shown = columns(report)
    for column in shown:
        table.add_column(column.name, justify="right")
    for unit in report.units:
        if unit.name or unit.findings:
            cells = (_cell(cell(column, [unit])) for column in shown)
            table.add_row(Text(unit.name or _OUTSIDE), *cells)
    return table


def _cell(found: Cell | None) -> Text:
    if found is None:
        return Text("-", style="dim")
    if found.blocking:
        return Text(f"{found.blocking} {_CROSS}", style="red")
    return Text(f"{found.notes} {_NOTE}", style="yellow") if found.notes else Text(_TICK, style="green")


def _last_line(report: Report) -> Text:
    units = sum(bool(unit.name) for unit in report.units)
    whole = f"{units} {'unit' if units == 1 else 'units'}"
    new = sum(excused.is_new for excused in report.excused)
    waived = f", {len(report.excused)} waived" if report.excused else ""
    waived += f" ({new} {NEW})" if new else ""
    count = len(report.blocking)
    notes = len(report.findings) - count
    noted = f", {notes} {'note' if notes == 1 else 'notes'}" if notes else ""
    if report.verdict is Verdict.clean:
        return Text(f"clean: {whole}{noted}{waived}", style="bold green")
    found = f"{count} {'finding' if count == 1 else 'findings'}"
    return Text(f"blocked: {found} in {whole}{noted}{waived}", style="bold red")


def _short(text: str | None) -> str:
    if text is None:
        return "(nothing)"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _printable(text: str) -> str:
    """Show control characters: an answer must not be able to steer the terminal that shows it."""
    return "".join(char if char.isprintable() or char == "\t" else f"\\x{ord(char):02x}" for char in text)
