"""Arms of ``tests.benchmarks.kernel.jobs``: one queue each, all driven alike."""
