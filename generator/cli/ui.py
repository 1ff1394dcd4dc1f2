"""``lockstep ui``: what the gate does to stories, done to any page."""

from __future__ import annotations

import sys

import click

FORMATS = ("text", "json", "sarif")

_EPILOG = """\b
Examples:
  lockstep ui check page.html
  lockstep ui check http://localhost:8000/book/demo --browser firefox
  lockstep ui check site/*.html --rule keyboard --format json
\b
A page is looked at in Chromium and in Firefox ESR where they are there: axe, the keyboard, APG patterns, and in
Chromium the layout in light, dark, 320 px, 200 % zoom, forced colours and reduced motion. A file is served with
what lies beside it; an address may ask its own origin for things, and nothing is ever sent anywhere.
Exit codes: 0 clean, 3 findings, 64 usage."""


@click.group(
    "ui",
    epilog="""\b
Examples:
  lockstep ui check page.html
  lockstep ui check --help""",
)
def command() -> None:
    """Check pages as their visitors meet them: by eye, by keyboard, by screen reader."""


@command.command("check", epilog=_EPILOG)
@click.argument("pages", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--browser", "browsers", multiple=True, metavar="NAME", help="chromium or firefox; may be repeated.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only this rule or family; may be repeated.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="On stdout.")
@click.option("--require-browsers", is_flag=True, help="A browser that is not there is an error, not a note.")
def check(
    pages: tuple[str, ...],
    browsers: tuple[str, ...],
    rules: tuple[str, ...],
    format_: str,
    *,
    require_browsers: bool,
) -> int:
    """Look at each page with every check that needs nothing to compare with."""
    from generator.looks import checked, told  # noqa: PLC0415  # `lockstep --help` must not pay for it

    found = checked.check(pages, browsers, rules, require_browsers=require_browsers, say=_tell)
    write = {"json": told.as_json, "sarif": told.as_sarif}
    if format_ == "text":
        told.write_text(found, sys.stdout)
    else:
        sys.stdout.buffer.write(write[format_](found))
        sys.stdout.buffer.flush()
    return found.exit_code


def _tell(words: str) -> None:
    click.echo(words, err=True)
