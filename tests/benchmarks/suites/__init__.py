"""Public suites of schema pairs, read from checkouts that others keep: nothing of them stands in this repository."""
