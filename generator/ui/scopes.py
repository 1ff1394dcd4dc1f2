"""Which names of a script are its own: block scopes, as JavaScript has them without ``var``."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ui.javascript import Node

_SCOPES = frozenset(
    {
        "program", "function_declaration", "function_expression", "arrow_function", "statement_block", "switch_body",
        "for_statement", "for_in_statement", "catch_clause",
    }
)  # fmt: skip
_BINDING = frozenset({"identifier", "shorthand_property_identifier_pattern"})


class Scopes:
    """The names that each scope of a module declares, with the node that each is bound by."""

    def __init__(self, root: Node) -> None:
        self._declared: dict[int, dict[str, list[Node]]] = {}
        for node in root.all():
            for scope, name in _declares(node):
                self._declared.setdefault(id(scope), {}).setdefault(name.text, []).append(name)

    def declared(self, node: Node) -> list[Node]:
        """Return what declares the name that ``node`` refers to; empty when it is a global."""
        scope = node.parent
        while scope is not None:
            found = self._declared.get(id(scope), {}).get(node.text)
            if found:
                return found
            scope = scope.parent
        return []


def references(root: Node) -> Iterator[Node]:
    """Yield every node that reads or writes a variable, declarations included."""
    for node in root.all():
        if node.kind in {"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"}:
            yield node


def _declares(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield (scope, name) for each name that ``node`` declares."""
    if node.kind in _BY_FIELD:
        scope = _around(node) if node.kind == "variable_declarator" else node
        if node.kind != "for_in_statement" or node.marks & {"const", "let"}:
            yield from ((scope, name) for name in _names(node.part(_BY_FIELD[node.kind])))
    elif node.kind == "formal_parameters":
        yield from ((_around(node), name) for each in node.children for name in _names(each))
    elif node.kind in {"function_declaration", "function_expression"}:
        named = node.part("name")
        if named is not None:
            yield (_around(node) if node.kind == "function_declaration" else node), named


_BY_FIELD = {
    "variable_declarator": "name",
    "arrow_function": "parameter",
    "catch_clause": "parameter",
    "for_in_statement": "left",
}
"""Node → the part whose names it declares."""


def _around(node: Node) -> Node:
    scope = node.parent
    while scope is not None and scope.kind not in _SCOPES:
        scope = scope.parent
    assert scope is not None, "every node stands in a program"  # noqa: S101 - our own bug if not
    return scope


def _names(pattern: Node | None) -> Iterator[Node]:
    """Yield the names that a pattern binds: its defaults and keys are none of them."""
    if pattern is None:
        return
    if pattern.kind in _BINDING:
        yield pattern
    elif pattern.kind in {"assignment_pattern", "object_assignment_pattern"}:
        yield from _names(pattern.part("left"))
    elif pattern.kind == "pair_pattern":
        yield from _names(pattern.part("value"))
    elif pattern.kind in {"object_pattern", "array_pattern", "rest_pattern"}:
        for each in pattern.children:
            yield from _names(each)
