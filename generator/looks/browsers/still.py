"""What runs in a page before anything of its own: the same day, the same chance, in every run."""

from __future__ import annotations

from pathlib import Path

NOW = 1_767_225_600_000
"""What every page takes for the present, in milliseconds since 1970: 1 January 2026, 00:00 UTC."""

STILL = f"({Path(__file__).with_suffix('.js').read_text(encoding='utf-8').strip().removesuffix(';')})({NOW});"
"""Freezes what tells the time of day, not timers: what a page does after a while still happens."""
