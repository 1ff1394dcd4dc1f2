"""What ``lockstep ui check`` found: for people, as JSON, as SARIF 2.1.0."""

from __future__ import annotations

from itertools import groupby
from typing import TextIO
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from generator.canonical import Json, digest, pretty_json
from generator.looks.checked import Checked, Page, PageFinding
from generator.looks.criteria import CRITERIA
from generator.looks.flaws import Flaw
from generator.rules import RULES, family_of

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LONGEST = 500
_PLACES = 5  # of one and the same flaw; who has more mends these first


def write_text(found: Checked, stream: TextIO) -> None:
    """Write it to ``stream``; colours only on a terminal, and never with NO_COLOR."""
    console = Console(file=stream, highlight=False, soft_wrap=True)
    for page in found.pages:
        _write_page(console, page)
    browsers = ", ".join(f"{each.engine} {each.version}".strip() for each in found.browsers)
    absent = "".join(f"; {engine} is not there" for engine in found.absent)
    count = sum(len(page.findings) for page in found.pages)
    style = "bold red" if found.exit_code else "bold green"
    pages = f"{len(found.pages)} {'page' if len(found.pages) == 1 else 'pages'}"
    said = "nothing found" if not count else f"{count} {'finding' if count == 1 else 'findings'}"
    console.print(Text(f"{said} on {pages} ({browsers}{absent})", style=style))


def _write_page(console: Console, page: Page) -> None:
    if not page.findings and not page.wrong:
        return
    console.print(Text(_printable(page.named), style="bold"))
    for engine, why in page.wrong:
        console.print(Text.assemble(("  ! ", "red"), f"{engine} could not look at it: {_printable(why)}"))
    by_rule = sorted(page.findings, key=lambda one: (one.flaw.rule, one.flaw.message))
    for (rule, message), each in groupby(by_rule, key=lambda one: (one.flaw.rule, one.flaw.message)):
        _write_findings(console, rule, message, list(each))
    console.print()


def _write_findings(console: Console, rule: str, message: str, findings: list[PageFinding]) -> None:
    """Write what one rule says in the same words of one or more elements."""
    console.print(Text.assemble("  ", (f"✗ {rule}", "red"), ("  " + _seen(findings), "dim")))
    console.print(Text(f"      {_printable(message)}"))
    for one in findings[:_PLACES]:
        if one.flaw.selector or one.flaw.html:
            shown = f"  {_printable(one.flaw.html)}" if one.flaw.html else ""
            console.print(Text.assemble("      ", (_printable(one.flaw.selector), "cyan"), (shown, "dim")))
    if len(findings) > _PLACES:
        console.print(Text(f"      and {len(findings) - _PLACES} more", style="dim"))
    console.print(Text.assemble("      ", ("remedy: ", "dim"), _printable(_remedy(findings[0].flaw))))
    if link := _link(findings[0].flaw):
        console.print(Text.assemble("      ", ("see: ", "dim"), _printable(link)))


def _seen(findings: list[PageFinding]) -> str:
    seen = dict.fromkeys(seeing for one in findings for seeing in one.seen)
    return ", ".join(dict.fromkeys(f"{each.engine} {each.mode}" for each in seen))


def as_json(found: Checked) -> bytes:
    """Return it as sorted JSON, as docs/formats.md has it."""
    return pretty_json(
        {
            "blocked": found.exit_code != 0,
            "browsers": [{"engine": each.engine, "version": each.version} for each in found.browsers],
            "absent": list(found.absent),
            "pages": [
                {
                    "page": page.named,
                    "findings": [_finding(one) for one in page.findings],
                    "wrong": [{"engine": engine, "why": why} for engine, why in page.wrong],
                }
                for page in found.pages
            ],
        }
    )


def _finding(one: PageFinding) -> dict[str, Json]:
    flaw = one.flaw
    return {
        "rule": flaw.rule,
        "level": RULES[flaw.rule].level.value,
        "message": flaw.message,
        "selector": flaw.selector,
        "html": flaw.html,
        "remedy": _remedy(flaw),
        "link": _link(flaw),
        "seen": [{"engine": each.engine.value, "mode": each.mode.value} for each in one.seen],
    }


def as_sarif(found: Checked) -> bytes:
    """Return it as SARIF 2.1.0: a result a finding, placed in its page by selector."""
    rules = sorted({one.flaw.rule for page in found.pages for one in page.findings})
    notices: list[Json] = [
        {"level": "error", "message": {"text": f"{page.named}: {engine} could not look at it: {why}"}}
        for page in found.pages
        for engine, why in page.wrong
    ]
    run: dict[str, Json] = {
        "tool": {"driver": {"name": "lockstep", "rules": [_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(page, one, rules) for page in found.pages for one in page.findings],
        "invocations": [{"executionSuccessful": not notices, "toolExecutionNotifications": notices}],
    }
    return pretty_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str) -> dict[str, Json]:
    row: dict[str, Json] = {
        "id": rule,
        "shortDescription": {"text": RULES[rule].summary},
        "help": {"text": RULES[rule].remedy},
        "defaultConfiguration": {"level": RULES[rule].level.value},
    }
    return row | ({"helpUri": CRITERIA[rule].url} if rule in CRITERIA else {})


def _result(page: Page, one: PageFinding, rules: list[str]) -> dict[str, Json]:
    flaw = one.flaw
    place: dict[str, Json] = {"artifactLocation": {"uri": quote(page.named, safe="/:?&=#%@")}}
    if flaw.html:
        place["region"] = {"snippet": {"text": flaw.html}, "startLine": 1}
    return {
        "ruleId": flaw.rule,
        "ruleIndex": rules.index(flaw.rule),
        "level": RULES[flaw.rule].level.value,
        "message": {"text": f"{flaw.message}\nSeen in: {_seen([one])}\nRemedy: {_remedy(flaw)}"},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"fullyQualifiedName": flaw.selector or "html", "kind": "element"}],
            }
        ],
        "partialFingerprints": {"lockstep/v1": digest([flaw.rule, page.named, flaw.selector, flaw.message])},
        "properties": {"family": family_of(flaw.rule), "link": _link(flaw)},
    }


def _remedy(flaw: Flaw) -> str:
    return flaw.remedy or RULES[flaw.rule].remedy


def _link(flaw: Flaw) -> str:
    return flaw.link or (CRITERIA[flaw.rule].url if flaw.rule in CRITERIA else "")


def _printable(text: str) -> str:
    """Show control characters: a page must not be able to steer the terminal that tells of it."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in short)
