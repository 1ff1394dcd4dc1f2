"""tree-sitter behind types: a script as a tree of plain nodes, only what a small module needs, with resolved names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import tree_sitter
import tree_sitter_javascript

from generator.ui.flaws import Flaw, Stop, shown

_MAX_DEPTH = 80
_KINDS = frozenset(
    """
    program comment export_statement lexical_declaration variable_declarator function_declaration function_expression
    arrow_function formal_parameters identifier property_identifier shorthand_property_identifier
    shorthand_property_identifier_pattern statement_block expression_statement return_statement if_statement else_clause
    for_statement for_in_statement while_statement do_statement break_statement continue_statement switch_statement
    switch_body switch_case switch_default try_statement catch_clause finally_clause throw_statement empty_statement
    parenthesized_expression binary_expression unary_expression update_expression assignment_expression
    augmented_assignment_expression ternary_expression call_expression new_expression arguments member_expression
    subscript_expression optional_chain object pair array spread_element object_pattern array_pattern pair_pattern
    assignment_pattern object_assignment_pattern rest_pattern string string_fragment escape_sequence number true false
    null undefined template_string template_substitution regex regex_pattern regex_flags await_expression
    method_definition sequence_expression html_comment
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
) - {"html_comment", "method_definition", "sequence_expression"}
"""Named nodes that a script may consist of. No class, this, import, var, generator, label, with, debugger, JSX."""

_INSTEAD = {
    "import": "safety/module",
    "import_statement": "safety/module",
    "export_clause": "safety/module",
    "namespace_export": "safety/module",
    "meta_property": "safety/module",
    "with_statement": "safety/eval",
    "this": "safety/name",
    "class_declaration": "safety/module",
    "class": "safety/module",
}
_REMEDIES = {
    "this": "Use element, event.currentTarget or a constant.",
    "var": "Write const or let.",
    "computed_property_name": "Write the key out; use a Map for others.",
    "method_definition": "Write name: () => {...}.",
    "sequence_expression": "Write one statement for each.",
    "class_declaration": "Write functions and constants.",
}


@dataclass(eq=False)
class Node:
    """One node: ``kind`` is tree-sitter's type, ``fields`` are the named parts, ``children`` all named nodes."""

    kind: str
    text: str
    line: int
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    fields: dict[str, list[Node]] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()

    def part(self, name: str) -> Node | None:
        """Return the first part of that name."""
        found = self.fields.get(name)
        return found[0] if found else None

    def all(self) -> Iterator[Node]:
        """Yield the node and everything in it, in the order of the text."""
        rest = [self]
        while rest:
            node = rest.pop()
            yield node
            rest.extend(reversed(node.children))

    def is_part(self, name: str) -> bool:
        """Say whether it is that part of its parent."""
        return self.parent is not None and any(each is self for each in self.parent.fields.get(name, []))


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))


def parse(text: str) -> Node:
    """Return the tree of a module. Raises Stop for what is no script, or holds what a small module does not need."""
    root = _parser().parse(text.encode()).root_node
    if root.has_error:
        line = _first_error(root)
        raise Stop(Flaw("code/syntax", "the script is not valid JavaScript", line, remedy="Mend the syntax there."))
    made = Node("program", "", 1, None)
    rest: list[tuple[tree_sitter.Node, Node, int]] = [(root, made, 0)]
    while rest:
        there, here, depth = rest.pop()
        if depth > _MAX_DEPTH:
            raise Stop(Flaw("code/too-complex", f"the script nests deeper than {_MAX_DEPTH}", here.line))
        marks = []
        for at, child in enumerate(there.children):
            line = child.start_point.row + 1
            if not child.is_named:
                marks.append(child.type)
                continue
            text_of = (child.text or b"").decode(errors="replace")
            node = Node(child.type, text_of, line, here)
            here.children.append(node)
            name = there.field_name_for_child(at)
            if name is not None:
                here.fields.setdefault(name, []).append(node)
            _check_kind(node)
            rest.append((child, node, depth + 1))
        here.marks = frozenset(marks)
    return made


def _check_kind(node: Node) -> None:
    if node.kind not in _KINDS or (node.kind == "comment" and not node.text.startswith(("//", "/*"))):
        rule = _INSTEAD.get(node.kind, "safety/module")
        what = node.kind.replace("_", " ")
        remedy = _REMEDIES.get(node.kind, "Write it with functions, constants and plain expressions.")
        raise Stop(Flaw(rule, f"a behaviour has no {what}: {shown(node.text, 40)}", node.line, remedy=remedy))
    if "identifier" in node.kind and not re.fullmatch("[A-Za-z0-9_$]+", node.text):
        message = f"the name {shown(node.text)} is not plain ASCII"
        raise Stop(Flaw("safety/name", message, node.line, remedy="Write names in plain letters."))


def _first_error(root: tree_sitter.Node) -> int:
    node = root
    while True:
        inner = next((each for each in node.children if each.has_error or each.is_missing), None)
        if inner is None or node.is_error:
            return node.start_point.row + 1
        node = inner
