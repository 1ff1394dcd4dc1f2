"""Which expressions of a script are numbers for certain, and so may stand in brackets."""

from __future__ import annotations

from generator.ui.javascript import Node
from generator.ui.scopes import Scopes

_ARITHMETIC = frozenset({"-", "*", "/", "%"})
_MAX_DEPTH = 12


def is_number(node: Node, scopes: Scopes, depth: int = 0) -> bool:
    """Say whether an expression comes to a number, or to a text that is no property's name.

    A text with a digit added at its end is such a text. Properties named ``length`` and the like can be of the script's
    own objects, whose keys are written out and harmless; but their values could be texts, so those do not count.
    """
    if depth > _MAX_DEPTH:
        return False
    inner = [each for each in node.children if each.kind != "comment"]

    def all_numbers(parts: list[Node]) -> bool:
        return bool(parts) and all(is_number(part, scopes, depth + 1) for part in parts)

    kind, declared = node.kind, scopes.declared(node) if node.kind == "identifier" else []
    return (
        kind in {"number", "update_expression"}
        or (kind == "parenthesized_expression" and all_numbers(inner))
        or (kind == "unary_expression" and bool(node.marks & {"-", "+"}))
        or (kind == "binary_expression" and bool(node.marks & _ARITHMETIC))
        or (kind == "binary_expression" and "+" in node.marks and all_numbers(inner))
        or (kind == "ternary_expression" and len(inner) == 3 and all_numbers(inner[1:]))
        or (kind == "call_expression" and _counts(node, scopes))
        or (bool(declared) and all(_is_numeric(each, scopes, depth + 1) for each in declared))
    )


def _counts(node: Node, scopes: Scopes) -> bool:
    function = node.part("function")
    if function is None or function.kind != "member_expression":
        return function is not None and function.text in {"Number", "parseInt"} and not scopes.declared(function)
    around = function.part("object")
    if around is None or around.kind != "identifier" or scopes.declared(around):
        return False
    return around.text == "Math"


def _is_numeric(name: Node, scopes: Scopes, depth: int) -> bool:
    """Say whether a constant is a number. What is assigned to later could be anything, so ``let`` does not count."""
    parent = name.parent
    if parent is None or parent.kind != "variable_declarator" or parent.parent is None:
        return False
    around = parent.parent
    constant = "const" in around.marks
    value = parent.part("value")
    return constant and value is not None and name.is_part("name") and is_number(value, scopes, depth)
