"""Lockstep's router: serves versions of generated code side by side and moves traffic between them.

It is used through its command line, ``lockstep-router`` (:mod:`router.cli`). Generated code is found by path and
the kernel by name, both at run time; the generator is never imported: the two meet in ``bundle.json``.
"""
