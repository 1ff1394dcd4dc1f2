"""Rules on imports: by name, from the list, at the top, and nothing else reached through a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from generator.policy.allowed import BLUNT_TYPES, IMPORTS
from generator.policy.quoted import types_in
from generator.policy.source import Breach, Source

_MARKUP = ".markup.Markup"
_INTERFACE = "Import it by name: from {module} import NAME"


def check_imports(source: Source) -> Iterator[Breach]:
    """Yield a breach for each import that is not on the list, and for each odd use of an imported module."""
    top = {id(node) for node in source.tree.body}
    for node in source.nodes:
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top:
            yield Breach("safety/import", node.lineno, "an import stands inside a function or block", "Move it up.")
        elif isinstance(node, ast.Import):
            yield from _plain(source, node)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(source, node)
    yield from _uses_of_modules(source)
    yield from _uses_of_markup(source)


def _plain(source: Source, node: ast.Import) -> Iterator[Breach]:
    for alias in node.names:
        if alias.name not in IMPORTS or "." in alias.name or alias.name == "fastapi":
            remedy = _INTERFACE.format(module=alias.name) if _names(source, alias.name) else _listed(source)
            yield Breach("safety/import", node.lineno, f"`import {alias.name}` is not allowed", remedy)


def _from(source: Source, node: ast.ImportFrom) -> Iterator[Breach]:
    module = "." * node.level + (node.module or "")
    names = _names(source, module)
    for alias in node.names:
        if alias.name in BLUNT_TYPES:
            rule = BLUNT_TYPES[alias.name]
            yield Breach(rule, node.lineno, f"`{alias.name}` switches the type checker off", "Name the real type.")
        elif names is None:
            yield Breach("safety/import", node.lineno, f"`from {module} import ...` is not allowed", _listed(source))
            return
        elif alias.name == "*":
            yield Breach("safety/import", node.lineno, "`import *` is not allowed", "Name what you need.")
        elif alias.name not in names:
            offered = ", ".join(sorted(names)) or "nothing"
            remedy = f"{module} offers: {offered if len(offered) <= 600 else offered[:600] + '...'}"
            yield Breach("safety/import", node.lineno, f"`{alias.name}` may not be imported from {module}", remedy)


def _names(source: Source, module: str) -> frozenset[str] | None:
    """Return what may be imported from ``module``; None when it may not be imported from at all."""
    expectations = source.expectations
    if module == expectations.kernel_package:
        return source.siblings[""]
    if module.startswith(".") and module not in expectations.extra_imports:
        return source.siblings.get(module.removeprefix(".")) if module != "." else None
    if module in expectations.extra_imports:
        return IMPORTS.get(module, frozenset()) | frozenset(expectations.extra_imports[module])
    return IMPORTS.get(module)


def _listed(source: Source) -> str:
    own = [f".{name}" for name in source.siblings if name]
    modules = [source.expectations.kernel_package, *own, *source.expectations.extra_imports, *IMPORTS]
    return f"Import by name, and only from: {', '.join(modules)}"


def _uses_of_modules(source: Source) -> Iterator[Breach]:
    """Yield uses of ``import``ed modules other than ``module.listed_name``."""
    reached: set[int] = set()
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in source.modules:
            module = source.modules[node.value.id]
            reached.add(id(node.value))
            if node.attr in BLUNT_TYPES:
                yield Breach(BLUNT_TYPES[node.attr], node.lineno, f"`{module}.{node.attr}` switches the checker off")
            elif node.attr not in (_names(source, module) or ()):
                yield Breach("safety/import", node.lineno, f"`{module}.{node.attr}` may not be used")
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id in source.modules and id(node) not in reached:
            message = f"the module `{node.id}` is used as a value, or its name for something else"
            yield Breach("safety/import", node.lineno, message, "Import what you need from it by name.")


def _uses_of_markup(source: Source) -> Iterator[Breach]:
    """Yield uses of ``Markup`` as a value: called, it puts text on a page as it stands."""
    types = {id(node) for annotation in types_in(source.tree, aliases=False) for node in ast.walk(annotation)}
    for node in source.nodes:
        if isinstance(node, ast.Name) and source.imported.get(node.id) == _MARKUP and id(node) not in types:
            message = f"`{node.id}` is for annotations alone: what it makes of a text is not escaped"
            yield Breach(
                "safety/name", node.lineno, message, "Draw it with a component; put parts together with joined."
            )
