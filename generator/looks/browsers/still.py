"""What runs in a page before anything of its own: the same day, the same chance, in every run."""

from __future__ import annotations

NOW = 1_767_225_600_000
"""What every page takes for the present, in milliseconds since 1970: 1 January 2026, 00:00 UTC."""

STILL = f"""
(() => {{
  const now = {NOW}, Real = Date;
  class Still extends Real {{
    constructor(...given) {{ super(...(given.length ? given : [now])); }}
    static now() {{ return now; }}
  }}
  window.Date = new Proxy(Still, {{ apply: () => new Still().toString() }});
  let seed = 0x2F6E2B1;
  Math.random = () => {{
    seed |= 0; seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }};
}})();
"""
"""Freezes Date, not timers: what a page does after a while still happens."""
