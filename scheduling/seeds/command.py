"""``python -m scheduling seed``: a tenant as codified data, drawn and loaded.

Exit codes: 0 loaded, 1 the database did not take it, 64 a command line that makes no sense or a tenant that is there.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from datetime import date
from time import perf_counter
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from scheduling.seeds.checking import SeedBroken
from scheduling.seeds.loading import TenantExists, load
from scheduling.seeds.sizes import FIRST, plan

USAGE, FAILED = 64, 1
SIZES = ("small", "medium", "peak")
Parser = TypeVar("Parser", bound=argparse.ArgumentParser)

DESCRIPTION = f"""\
Make a tenant with resources, opening hours, events and a year of bookings, and load it into a database.

  small    3 resources, 2,000 bookings
  medium   60 resources, 120,000 bookings
  peak     1,000 resources in seven zones, 2,300,000 bookings

The same size, --seed and --start make the same rows on any machine; only the numbers that the database gives differ.
The year starts on {FIRST} unless you say otherwise; --start $(date +%F) has it start today.
"""
EXAMPLES = """\
examples:
  python -m scheduling seed small
  python -m scheduling seed medium --tenant clinic --start 2026-06-01
  python -m scheduling seed peak --database postgresql://localhost/bench
  python -m scheduling seed peak --seed 2 --replace

The database is that of --database or of DATABASE_URL. A tenant that is there is left alone unless --replace is given,
which removes it with all that is booked. peak loads fastest as a user who may set session_replication_role.
"""


def fill(parser: Parser) -> Parser:
    """Return a parser with the arguments in it."""
    parser.description, parser.epilog = DESCRIPTION, EXAMPLES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("size", choices=SIZES, help="how much of it")
    parser.add_argument("--tenant", metavar="NAME", help="what the tenant is called (default: as the size)")
    parser.add_argument("--seed", type=_number, default=1, metavar="N", help="which rows, from 0 on (default: 1)")
    parser.add_argument("--start", type=_date, default=FIRST, metavar="DATE", help=f"first day (default: {FIRST})")
    parser.add_argument("--replace", action="store_true", help="remove the tenant that is there first")
    parser.add_argument("--database", metavar="URL", default=os.environ.get("DATABASE_URL"), help="postgresql://...")
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Load a tenant and return the exit code."""
    if not chosen.database:
        return _failed(USAGE, "no database; give --database or set DATABASE_URL")
    wanted = plan(chosen.size, seed=chosen.seed, first=chosen.start)
    wanted = wanted.named(chosen.tenant or wanted.tenant)
    began = perf_counter()

    def say(what: str) -> None:
        sys.stderr.write(f"{perf_counter() - began:6.1f} s  {what}\n")
        sys.stderr.flush()

    try:
        loaded = asyncio.run(load(chosen.database, wanted, replace=chosen.replace, say=say))
    except TenantExists as error:
        return _failed(USAGE, str(error))
    except (DBAPIError, OSError, SeedBroken) as error:
        return _failed(FAILED, f"nothing was loaded: {getattr(error, 'orig', None) or error}")
    sys.stdout.write(
        f"{wanted.tenant}: {len(wanted.places):,} resources, {len(wanted.offers):,} events, "
        f"{loaded.bookings:,} bookings, {loaded.seatings:,} rows of seats in {loaded.seconds:.1f} s\n"
    )
    return 0


def _failed(code: int, what: str) -> int:
    sys.stderr.write(f"python -m scheduling seed: {what}\n")
    return code


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 on, not {text!r}")
    return int(text)


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not date(1971, 1, 1) <= found <= date(2198, 1, 1):
        raise argparse.ArgumentTypeError(f"must be a date from 1971 to 2197, such as {FIRST}, not {text!r}")
    return found
