"""Looking at mutated stories with every check, for :mod:`tests.benchmarks.mutations` and the quick test of a few."""
