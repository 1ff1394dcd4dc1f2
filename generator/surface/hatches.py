"""Where a module tells the type checker to look away: counted by kind, so that moving one is no news."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping

from generator.surface.declarations import Hatch
from generator.surface.known import KNOWN
from generator.surface.modules import FunctionNode, Module, definition, meaning

_COMMENT = re.compile(
    r"#\s*(?:(?P<line>type|pyright|mypy|pyre|ty|pyrefly|pytype)\s*:\s*(?P<said>[\w-]+)|(?P<pyre>pyre-(?:ignore|fixme)))"
)
_IGNORING = frozenset(
    {"ignore", "ignore-errors", "disable", "disable-error-code", "basic", "off", "skip-file", "allow"}
)
_CALLS = {
    name: name for name in ("getattr", "setattr", "delattr", "vars", "globals", "locals", "eval", "exec", "__import__")
} | {"cast": "cast", "importlib.import_module": "import_module", "operator.attrgetter": "attrgetter"}
_DICTS = frozenset({"__dict__", "__annotations__", "__globals__"})
_BARE = frozenset(name for name, known in KNOWN.items() if known.parameters and "." not in name) | {"Callable"}


def hatches(modules: Mapping[str, Module], module: Module) -> Iterator[Hatch]:
    """Yield each place in ``module``, private functions and all, in the order of lines."""
    found = [*_comments(module), *_Walk(modules, module).found()]
    yield from sorted(found, key=lambda hatch: (hatch.line, hatch.kind, hatch.text))


def _comments(module: Module) -> Iterator[Hatch]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type != tokenize.COMMENT:
            continue
        for said in _COMMENT.finditer(token.string):
            if said["pyre"] or said["said"] in _IGNORING:
                kind = "pyre: ignore" if said["pyre"] else f"{said['line']}: {said['said']}"
                yield Hatch(kind, module.path, token.start[0], "", token.string.strip()[:80])


class _Walk:
    """One pass over a tree that knows what is around each node and which nodes stand in annotations."""

    def __init__(self, modules: Mapping[str, Module], module: Module) -> None:
        self.modules, self.module = modules, module

    def found(self) -> Iterator[Hatch]:
        """Yield what is found, in no order."""
        rest: list[tuple[ast.AST, str, bool]] = [(node, "", False) for node in self.module.tree.body]
        while rest:
            node, inside, typed = rest.pop()
            yield from self._here(node, inside, typed=typed)
            if isinstance(node, FunctionNode | ast.ClassDef):
                inside = f"{inside}.{node.name}".lstrip(".")
            annotations = {id(each) for each in _annotations(node)}
            head = node.value if typed and isinstance(node, ast.Subscript) else None
            for child in ast.iter_child_nodes(node):
                if child is head and self._name(child) is not None:
                    continue  # the list of list[int] has what belongs to it
                if isinstance(node, ast.Subscript) and typed and self._name(node.value) in {"Literal", "Annotated"}:
                    rest += [(each, inside, True) for each in self._types_of(node)]
                    break
                rest.append((child, inside, typed or id(child) in annotations))

    def _types_of(self, node: ast.Subscript) -> list[ast.expr]:
        if self._name(node.value) == "Literal":
            return []
        return node.slice.elts[:1] if isinstance(node.slice, ast.Tuple) else [node.slice]

    def _here(self, node: ast.AST, inside: str, *, typed: bool) -> Iterator[Hatch]:
        match node:
            case ast.Constant(value=str(quoted)) if typed:
                yield from self._in_quotes(node, quoted, inside)
            case ast.Name() | ast.Attribute() if typed and (kind := self._blunt(node)):
                yield self._hatch(kind, node, inside)
            case ast.Attribute(attr=name) if name in _DICTS:
                yield self._hatch(name, node, inside)
            case ast.Call(func=called) if (name := self._name(called) or "") in _CALLS:
                if name != "getattr" or len(node.args) > 2:
                    yield self._hatch(_CALLS[name], node, inside)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from self._function(node, inside)
            case ast.If(test=test) if self._is_checking(test) and self._tricks(node):
                yield self._hatch("TYPE_CHECKING", node, inside)
            case ast.Assign(value=ast.expr() as value) if self._name(value) == "Any":
                yield self._hatch("Any", value, inside)
            case _:
                pass

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, inside: str) -> Iterator[Hatch]:
        if any((self._name(each) or "").endswith("no_type_check") for each in node.decorator_list):
            yield self._hatch("no_type_check", node, inside)
        if node.name in {"__getattr__", "__getattribute__"}:
            yield self._hatch(node.name, node, inside)
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
        bare = [each.arg for each in given if each is not None and each.annotation is None]
        if bare and bare[0] in {"self", "cls", "mcs"}:
            del bare[0]
        for name in bare:
            yield Hatch("no annotation", self.module.path, node.lineno, f"{inside}.{node.name}".lstrip("."), name)
        if node.returns is None:
            yield Hatch("no annotation", self.module.path, node.lineno, f"{inside}.{node.name}".lstrip("."), "return")

    def _in_quotes(self, node: ast.AST, quoted: str, inside: str) -> Iterator[Hatch]:
        try:
            tree = ast.parse(quoted.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        for each in ast.walk(tree):
            if isinstance(each, ast.Name | ast.Attribute) and (kind := self._blunt(each)) in {"Any", "object"}:
                yield self._hatch(kind, node, inside)

    def _blunt(self, node: ast.expr) -> str | None:
        """Return the kind of a name that stands in an annotation without brackets, if it says too little."""
        name = self._name(node)
        if name in {"Any", "object"}:
            return name
        if name in _BARE or name == "tuple":
            return "no parameters"
        found = definition(self.modules, name) if name else None
        if found is not None and isinstance(found[1][-1], ast.ClassDef):
            heads = [base.value for base in found[1][-1].bases if isinstance(base, ast.Subscript)]
            header = found[0].headers.get(found[1][-1].lineno)
            if header is not None or any(meaning(self.modules, found[0], head) == "Generic" for head in heads):
                return "no parameters"
        return None

    def _name(self, node: ast.AST) -> str | None:
        return meaning(self.modules, self.module, node) if isinstance(node, ast.Name | ast.Attribute) else None

    def _is_checking(self, test: ast.expr) -> bool:
        return any(self._name(each) == "TYPE_CHECKING" for each in ast.walk(test))

    @staticmethod
    def _tricks(node: ast.If) -> bool:
        """Say whether checker and interpreter see other things: imports for the checker alone are fine."""
        return bool(node.orelse) or not all(isinstance(each, ast.Import | ast.ImportFrom) for each in node.body)

    def _hatch(self, kind: str, node: ast.AST, inside: str) -> Hatch:
        line: int = getattr(node, "lineno", 0)
        return Hatch(kind, self.module.path, line, inside, ast.unparse(node).partition("\n")[0][:80])


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the annotations that stand straight in ``node``."""
    match node:
        case ast.arg(annotation=ast.expr() as found) | ast.AnnAssign(annotation=ast.expr() as found):
            yield found
            if isinstance(node, ast.AnnAssign) and ast.unparse(found).endswith("TypeAlias") and node.value is not None:
                yield node.value
        case ast.FunctionDef(returns=ast.expr() as found) | ast.AsyncFunctionDef(returns=ast.expr() as found):
            yield found
        case ast.Assign(value=ast.BinOp(op=ast.BitOr()) | ast.Subscript() as found):
            yield found
        case ast.ClassDef(bases=bases):
            yield from bases
        case _:
            pass
