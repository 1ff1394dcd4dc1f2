"""The safety policy: what generated Python may say.

It is an allowlist: :mod:`generator.policy.allowed` holds the tables, the modules beside it one family of rules each.
It runs on the syntax tree alone and executes nothing. It keeps honest mistakes out and makes mischief hard; it is not
a sandbox for a determined attacker, which is why the gate also runs bundles apart, with limits and no network.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from generator.expectations import Expectations
from generator.policy.imports import check_imports
from generator.policy.makers import check_makers
from generator.policy.names import check_names
from generator.policy.shapes import check_shapes
from generator.policy.source import Breach, Source, defined_names
from generator.policy.state import check_state
from generator.policy.text import check_identifiers, check_text

__all__ = ["Breach", "check", "check_text", "siblings"]

_KERNEL_CLASS = "Kernel"


def siblings(expectations: Expectations, trees: dict[str, ast.Module]) -> dict[str, frozenset[str]]:
    """Return what each module of the bundle offers: its own definitions, never what it imports.

    ``trees`` are the answer's files. The empty name stands for the kernel's door. Raises SyntaxError when the
    rendered ``models.py`` or the kernel's stub is no Python: that is our fault, not the answer's.
    """
    models = expectations.rendered.get("models.py")
    offered = {path.removesuffix(".py"): defined_names(tree) for path, tree in trees.items()}
    if models is not None:
        offered["models"] = defined_names(ast.parse(models))
    offered[""] = defined_names(ast.parse(expectations.kernel)) or frozenset({_KERNEL_CLASS})
    return {module: frozenset(name for name in names if not name.startswith("_")) for module, names in offered.items()}


def check(source: Source) -> list[Breach]:
    """Return every breach in one file, by line and rule, each said once."""
    return sorted(set(_breaches(source)), key=lambda breach: (breach.line, breach.rule, breach.message))


def _breaches(source: Source) -> Iterator[Breach]:
    yield from check_text(source.text)
    yield from check_identifiers(source.text)
    yield from check_imports(source)
    yield from check_names(source)
    yield from check_state(source)
    yield from check_shapes(source)
    yield from check_makers(source)
