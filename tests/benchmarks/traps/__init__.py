"""Where pages with and without focus traps come from, for :mod:`tests.benchmarks.focus_traps`."""
