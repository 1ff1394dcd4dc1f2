"""What a model's interface must be before it lands: markup, styles, scripts, words and stories, each held to its rules.

    examine: size, hidden characters ─► template │ style │ script │ stories ─► messages (against the templates)
             for a design: tokens │ base.css │ icons.svg

It reads and runs nothing. :mod:`generator.ui.rendered` draws what passed here, in a child process with limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator import interface as interfaces
from generator.findings import Finding
from generator.interface import Component, Design, Interface
from generator.ui import icons, messages, script, sheets, stories, style, template, tokens
from generator.ui.flaws import Flaw
from generator.ui.icons_and_texts import Use
from generator.ui.text import guard

__all__ = ["examine"]

_MOST = 40
"""Findings of one file: more would bury the first."""

Check = Callable[[str], list[Flaw]]


def examine(files: dict[str, str], interface: Interface, place: Callable[[str], str], unit: str) -> tuple[Finding, ...]:
    """Return what is wrong with the files of an interface, in the order of path, line and rule.

    ``files`` maps paths in the bundle to texts; those that ``interface`` does not ask for, or that are missing, are
    another's business. ``place`` gives a path its place in the project. Never raises for anything that can stand in
    ``files``.
    """
    found: dict[str, list[Flaw]] = {}
    uses: dict[str, tuple[Use, ...] | None] = {}
    for component in interface.components:
        for path, check in _of_component(component, interface, uses).items():
            if path in files:
                found[path] = _guarded(path, files[path], check)
    for path, check in _of_design(interface).items():
        if path in files:
            found[path] = _guarded(path, files[path], check)
    if interfaces.MESSAGES in files:
        for path, flaw in _messages(files[interfaces.MESSAGES], interface, uses):
            found.setdefault(path, []).append(flaw)
    return tuple(_findings(found, place, unit))


def _names(design: Design) -> frozenset[str]:
    """Return what a design calls its own things: its specimen writes that out, in no language."""
    tokens = {name for token in design.tokens for name in (token, f"--{token}", token.partition("-")[2])}
    return design.icons | design.classes | tokens


def _of_component(
    component: Component, interface: Interface, uses: dict[str, tuple[Use, ...] | None]
) -> dict[str, Check]:
    folder, design = f"ui/{component.name}", interface.design

    def templates(text: str) -> list[Flaw]:
        path = f"{folder}/{interfaces.TEMPLATE}"
        uses[path] = None
        seen = template.check(text, component, design, _names(design) if interface.is_design else frozenset())
        uses[path] = seen.uses
        return list(seen.flaws)

    checks: dict[str, Check] = {
        interfaces.TEMPLATE: templates,
        interfaces.STYLE: lambda text: style.check(text, component, design),
        interfaces.BEHAVIOUR: script.check,
        interfaces.STORIES: lambda text: stories.check(text, component, design, interface.locales),
    }
    return {f"{folder}/{name}": check for name, check in checks.items()}


def _of_design(interface: Interface) -> dict[str, Check]:
    schema, design = interface.token_schema, interface.design
    if schema is None:
        return {}
    return {
        interfaces.TOKENS: lambda text: tokens.check(text, schema, design.tokens),
        interfaces.BASE: lambda text: sheets.check(text, design),
        interfaces.ICONS: lambda text: icons.check(text, design.icons),
    }


def _messages(text: str, interface: Interface, uses: dict[str, tuple[Use, ...] | None]) -> Iterator[tuple[str, Flaw]]:
    known: dict[str, messages.Message] = {}

    def check(text: str) -> list[Flaw]:
        read, flaws = messages.check(text, interface.locales)
        known.update(read)
        return flaws

    flaws = _guarded(interfaces.MESSAGES, text, check)
    yield from ((interfaces.MESSAGES, flaw) for flaw in flaws)
    told = {path: each for path, each in uses.items() if each is not None}
    if known:
        yield from messages.unmet(told, known)
    if known and len(told) == len(interface.components):
        yield from ((interfaces.MESSAGES, flaw) for flaw in messages.unused(told, known, interface.locales[0]))


def _guarded(path: str, text: str, check: Check) -> list[Flaw]:
    """Check one file; what is too much for a parser is a flaw, too."""
    flaws = guard(path, text)
    if flaws:
        return flaws
    try:
        return check(text)
    except (RecursionError, MemoryError):
        return [Flaw("code/too-complex", "the file nests too deeply to be read", remedy="Write it flatter.")]


def _findings(found: dict[str, list[Flaw]], place: Callable[[str], str], unit: str) -> Iterator[Finding]:
    for path, flaws in sorted(found.items()):
        unique = sorted(dict.fromkeys(flaws), key=lambda flaw: (flaw.line or 0, flaw.pointer or "", flaw.rule))
        for flaw in unique[:_MOST]:
            yield Finding(
                rule=flaw.rule,
                message=flaw.message,
                path=place(path),
                unit=unit,
                line=flaw.line,
                pointer=flaw.pointer,
                remedy=flaw.remedy,
            )
