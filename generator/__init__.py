"""Lockstep's generator: turns versioned prompts into locked code, and gates what may be merged.

The package is used through its command line, ``lockstep`` (:mod:`generator.cli`). It imports neither the
router nor the kernel: the three meet in files only.
"""
