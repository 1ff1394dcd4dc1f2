"""What code says, comments and layout apart: two texts with one semantic digest do the same.

Runs in the quarantine only (:mod:`generator.quarantined`): libcst must not meet a stranger's text in our process.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields

import libcst

# Fields that hold white space, comments, brackets without meaning, and separators.
_LAYOUT = frozenset(
    """
    colon comma default_indent default_newline dot encoding equal first_colon footer has_trailing_newline header indent
    lbrace lbracket leading_lines lines_after_decorators lpar rbrace rbracket rpar second_colon semicolon
    trailing_comma trailing_whitespace
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
)
_DOCUMENTED = (libcst.Module, libcst.FunctionDef, libcst.ClassDef)
_ESCAPE_OR_QUOTE = re.compile(r'\\.|"', re.DOTALL)
_Part = libcst.CSTNode | str


def digest(text: str) -> str:
    """Return the SHA-256 of what ``text`` says: 64 hexadecimal characters.

    Comments, white space, quotes, redundant parentheses and trailing commas do not count; docstrings do, their
    indentation apart. Raises libcst.ParserSyntaxError, and can crash the process on hostile text.
    """
    found = hashlib.sha256()
    for part in _flat(libcst.parse_module(text)):
        found.update(part.encode() + b"\0")
    return found.hexdigest()


def _flat(root: libcst.CSTNode) -> Iterator[str]:
    """Yield the tree as words, depth first, without recursion."""
    rest: list[_Part] = [root]
    while rest:
        part = rest.pop()
        if isinstance(part, str):
            yield part
        else:
            rest.extend(reversed(list(_parts(part))))


def _parts(node: libcst.CSTNode) -> Iterator[_Part]:
    """Yield one node as its name, its meaningful children and an end mark."""
    match node:
        case libcst.SimpleStatementLine() | libcst.SimpleStatementSuite():
            yield from node.body  # where statements stand is layout: `a; b` is two lines
        case libcst.IndentedBlock():
            yield from node.body
        case libcst.SimpleString() | libcst.ConcatenatedString() | libcst.FormattedString():
            yield from ("String", *_pieces(node), "end")
        case libcst.FormattedStringText():  # in a format spec: `{x:>8}`
            yield repr(node.value)
        case libcst.SubscriptElement(comma=libcst.Comma()):
            yield from ("Item", node.slice, "comma")  # x[1,] is not x[1]; in x[1, 2] the first comma says enough
        case libcst.FormattedStringExpression(equal=libcst.AssignEqual()):
            yield libcst.Module([]).code_for_node(node)  # f"{x = }" prints its own layout
        case libcst.Integer() | libcst.Float() | libcst.Imaginary():
            yield f"{type(node).__name__} {node.evaluated_value!r}"
        case _:
            yield type(node).__name__
            yield from _fields(node)
            yield "end"


def _fields(node: libcst.CSTNode) -> Iterator[_Part]:
    for field in fields(node):
        if field.name in _LAYOUT or field.name.startswith("whitespace"):
            continue
        value = getattr(node, field.name)
        if field.name == "body" and isinstance(node, _DOCUMENTED):
            yield from ("body", *_documented(node), "end")
        elif isinstance(value, libcst.CSTNode):
            yield from (field.name, value)
        elif isinstance(value, list | tuple):
            items = [item for item in value if isinstance(item, libcst.CSTNode)]
            if isinstance(node, libcst.Subscript) and len(items) > 1:
                items[-1] = items[-1].with_changes(comma=libcst.Comma())  # a last comma among several is layout
            row: list[_Part] = [field.name, *items, "end"]
            yield from row
        elif isinstance(value, str):
            yield from (field.name, value)


def _documented(node: libcst.Module | libcst.FunctionDef | libcst.ClassDef) -> Iterator[_Part]:
    """Yield a body; its docstring, if it has one, is read without its indentation."""
    statements = list(node.body.body if isinstance(node.body, libcst.BaseSuite) else node.body)
    docstring = node.get_docstring(clean=False)
    if docstring is not None:
        lines = inspect.cleandoc(docstring).strip().splitlines()
        yield from ("docstring", "\n".join(line.rstrip() for line in lines))
        first = statements.pop(0)
        if isinstance(first, libcst.SimpleStatementLine):
            yield from first.body[1:]
    yield from statements


def _pieces(node: libcst.BaseString) -> Iterator[_Part]:
    """Yield the parts of a string: texts that Python joins are one text, however they are quoted and split."""
    kind, joined = "str", ""
    for piece in _in_a_row(node):
        if isinstance(piece, libcst.FormattedString):
            for part in piece.parts:
                if isinstance(part, libcst.FormattedStringText):
                    joined += _unescaped(part.value, raw="r" in piece.prefix)
                else:
                    yield from (repr(joined), part)
                    joined = ""
        elif isinstance(piece, libcst.SimpleString):
            value = piece.evaluated_value
            kind = type(value).__name__
            joined += value if isinstance(value, str) else value.decode("latin-1")
    yield from (repr(joined), kind)


def _in_a_row(node: libcst.BaseExpression) -> Iterator[libcst.BaseExpression]:
    rest = [node]
    while rest:
        piece = rest.pop()
        if isinstance(piece, libcst.ConcatenatedString):
            rest += [piece.right, piece.left]
        else:
            yield piece


def _unescaped(text: str, *, raw: bool) -> str:
    """Return what the text between the braces of an f-string says."""
    text = text.replace("{{", "{").replace("}}", "}")
    if raw:
        return text
    quoted = _ESCAPE_OR_QUOTE.sub(lambda found: found[0] if found[0] != '"' else '\\"', text)
    try:
        return str(ast.literal_eval(f'"""{quoted}"""'))
    except (SyntaxError, ValueError):
        return text
