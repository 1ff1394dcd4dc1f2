"""Copies what a rendered module needs out of :mod:`generator.shapes`, and nothing more."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

SHAPES = Path(__file__).with_name("shapes.py")
_ALWAYS = {"Problem", "Shape"}
_FOR_CLASSES = {
    "Any": ast.ImportFrom("typing", [], 0),
    "Literal": ast.ImportFrom("typing", [], 0),
    "StrictBool": ast.ImportFrom("pydantic", [], 0),
}
"""What classes may name besides what stands in shapes.py."""


def for_code(code: str) -> str:
    """Return imports and definitions for ``code``, a module's classes as source: all that they use, in order."""
    text = SHAPES.read_text(encoding="utf-8")
    tree = ast.parse(text)
    definitions = [(name, node) for node in tree.body for name in _defined(node)]
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    imported = {alias.name: node for node in imports for alias in node.names} | _FOR_CLASSES
    wanted = _ALWAYS | _names(ast.parse(code))
    while True:
        more = {used for name, node in definitions if name in wanted for used in _names(node)} - wanted
        if not more:
            break
        wanted |= more
    parts = []
    for index, node in enumerate(tree.body):
        if any(name in wanted for name in _defined(node)):
            source = ast.get_source_segment(text, node) or ""
            decorators = "".join(f"@{ast.unparse(item)}\n" for item in getattr(node, "decorator_list", []))
            parts.append(decorators + source + _doc_below(tree.body[index + 1 :]))
    return _imports(imported, wanted) + "\n\n" + "\n\n\n".join(parts)


def _defined(node: ast.stmt) -> list[str]:
    """Return the name that a definition at a module's top level binds, if it is one."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _doc_below(rest: list[ast.stmt]) -> str:
    """Return the text that documents a type, which stands below it."""
    first = rest[0].value if rest and isinstance(rest[0], ast.Expr) else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return f'\n"""{first.value}"""'
    return ""


def _imports(imported: Mapping[str, ast.Import | ast.ImportFrom], wanted: set[str]) -> str:
    plain: list[str] = []
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(wanted & imported.keys()):
        node = imported[name]
        if isinstance(node, ast.ImportFrom):
            groups[node.module or ""].append(name)
        else:
            plain.append(f"import {name}")
    own = {"pydantic", "pydantic.json_schema", "pydantic_core"}
    lines = {module: f"from {module} import {', '.join(names)}" for module, names in sorted(groups.items())}
    standard = [line for module, line in lines.items() if module not in own and module != "__future__"]
    return "\n".join(
        [
            "from __future__ import annotations",
            "",
            *plain,
            *standard,
            "",
            *(lines[name] for name in sorted(own & set(lines))),
        ]
    )
