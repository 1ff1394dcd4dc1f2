"""Classes read from their syntax trees: models, dataclasses, TypedDicts, NamedTuples, enums, protocols, plain ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from generator.surface.annotations import Reader, Where, declared, qualified, read_type, shown
from generator.surface.constraints import FIELDS, bound_to, limits_of
from generator.surface.declarations import Attribute, Class, Form, Routine
from generator.surface.known import KNOWN
from generator.surface.modules import FunctionNode, definition, meaning
from generator.surface.signatures import decorators, read_routine
from generator.surface.types import ANY, Instance, Tuple, Type, Unread, Variable, union, walk

_FORMS = {
    "pydantic.BaseModel": Form.model, "pydantic.RootModel": Form.model, "TypedDict": Form.typed_dict,
    "NamedTuple": Form.named_tuple, "enum.Enum": Form.enum, "enum.IntEnum": Form.enum, "enum.StrEnum": Form.enum,
    "enum.Flag": Form.enum, "enum.IntFlag": Form.enum, "Protocol": Form.protocol,
}  # fmt: skip
_DATA = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
_PROPERTIES = frozenset({"property", "functools.cached_property", "pydantic.computed_field"})
_MOST_BASES = 50


def read_class(reader: Reader, where: Where, node: ast.ClassDef, name: str) -> Class:
    """Return what a class declares; ``name`` is its whole name."""
    header = where.module.headers.get(node.lineno)
    outer = replace(where, variables=declared(reader, where, header.parameters)) if header else where
    form = form_of(reader, where, node)
    where = replace(outer, inside=(*where.inside, name))
    bases, variables = _bases(reader, outer, node)
    if header is not None:
        variables = tuple(outer.variables[part.lstrip("*").partition(":")[0]] for part in header.parameters)
    options = dict(_options(reader, outer, node, form))
    frozen = options.get("frozen") == "True" or form is Form.named_tuple
    attributes = dict(_attributes(reader, where, node, form, frozen=frozen))
    methods, properties = _methods(reader, where, node)
    members = dict(_members(node)) if form is Form.enum else {}
    return Class(form, bases, variables, attributes | properties, methods, members, options, node.lineno)


def form_of(reader: Reader, where: Where, node: ast.ClassDef, seen: frozenset[str] = frozenset()) -> Form:
    """Return what kind of class it is: as its decorators say, else as the first of its bases that has a kind."""
    if _DATA & set(decorators(reader, where, node)):
        return Form.data
    for base in node.bases[:_MOST_BASES]:
        name = meaning(reader.modules, where.module, _head(base), where.inside)
        if name in _FORMS:
            return _FORMS[name]
        found = definition(reader.modules, name) if name and name not in seen else None
        if found is not None and name is not None and isinstance(found[1][-1], ast.ClassDef):
            form = form_of(reader, replace(where, module=found[0], inside=()), found[1][-1], seen | {name})
            if form not in {Form.plain, Form.protocol}:
                return form
    return Form.plain


def _head(base: ast.expr) -> ast.expr:
    return base.value if isinstance(base, ast.Subscript) else base


def _bases(reader: Reader, where: Where, node: ast.ClassDef) -> tuple[tuple[Type, ...], tuple[Variable, ...]]:
    """Return the bases, and the variables in their order: Generic's and Protocol's, else as they turn up."""
    bases, named, met = list[Type](), list[Variable](), list[Variable]()
    for base in node.bases:
        name = meaning(reader.modules, where.module, _head(base), where.inside)
        if name in {"Generic", "Protocol"} and isinstance(base, ast.Subscript):
            parts = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            named += [each for each in (read_type(reader, where, part) for part in parts) if isinstance(each, Variable)]
        elif name in {"TypedDict", "NamedTuple", "Generic", "Protocol", "object"}:
            continue
        else:
            bases.append(read_type(reader, where, base))
            met += [each for each in walk(bases[-1]) if isinstance(each, Variable)]
    return tuple(bases), tuple(dict.fromkeys(named or met))


def _options(reader: Reader, where: Where, node: ast.ClassDef, form: Form) -> Iterator[tuple[str, str]]:
    """Yield what was said about the class as a whole: total, frozen, extra, the decorators that we do not know."""
    yield from ((each.arg, shown(each.value)) for each in node.keywords if each.arg)
    for decorator, name in zip(node.decorator_list, decorators(reader, where, node), strict=True):
        if name in _DATA and isinstance(decorator, ast.Call):
            yield from ((each.arg, shown(each.value)) for each in decorator.keywords if each.arg)
        elif name not in _DATA:
            yield f"@{name}", shown(decorator)
    for statement in node.body if form is Form.model else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Call(keywords=keywords)):
                yield from ((each.arg, shown(each.value)) for each in keywords if each.arg)
            case ast.Assign(targets=[ast.Name(id="model_config")], value=value):
                yield "model_config", shown(value)
            case _:
                pass


def _attributes(
    reader: Reader, where: Where, node: ast.ClassDef, form: Form, *, frozen: bool
) -> Iterator[tuple[str, Attribute]]:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if not statement.target.id.startswith("_"):
                yield statement.target.id, _attribute(reader, where, statement, form, frozen=frozen)
        elif isinstance(statement, ast.Assign) and form is not Form.enum:
            for target in statement.targets:
                if isinstance(target, ast.Name) and not target.id.startswith("_") and target.id != "model_config":
                    read = value_type(reader, where, statement.value)
                    yield target.id, Attribute(read, shown(statement.value), statement.lineno, is_field=False)
    if form in {Form.plain, Form.protocol}:
        yield from _own(reader, where, node)


def _own(reader: Reader, where: Where, node: ast.ClassDef) -> Iterator[tuple[str, Attribute]]:
    """Yield the attributes that ``__init__`` annotates on the object."""
    for method in node.body:
        for each in ast.walk(method) if isinstance(method, FunctionNode) and method.name == "__init__" else ():
            match each:
                case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name)) if name[:1] != "_":
                    quality, read = qualified(reader, where, each.annotation)
                    yield name, Attribute(read, None, each.lineno, settable="Final" not in quality, is_field=False)
                case _:
                    pass


def _attribute(reader: Reader, where: Where, node: ast.AnnAssign, form: Form, *, frozen: bool) -> Attribute:
    quality, read = qualified(reader, where, node.annotation)
    default = None if node.value is None else shown(node.value)
    alias = _alias(reader, where, node)
    if isinstance(node.value, ast.Call) and _is_field(reader, where, node.value):
        limits = limits_of(reader, where, node.value)
        read, default = bound_to(read, limits.bounds, limits.marks), _default(node.value)
    if form is Form.typed_dict:
        required = "Required" in quality or ("NotRequired" not in quality and _is_total(where, reader))
        default = None if required else "NotRequired"
    settable = not (frozen or quality & {"Final", "ReadOnly"})
    is_field = "ClassVar" not in quality and form not in {Form.plain, Form.protocol, Form.enum}
    return Attribute(read, default, node.lineno, settable, is_field, alias)


def _is_total(where: Where, reader: Reader) -> bool:
    found = definition(reader.modules, where.inside[-1])
    node = found[1][-1] if found else None
    given = node.keywords if isinstance(node, ast.ClassDef) else []
    return not any(each.arg == "total" and shown(each.value) == "False" for each in given)


def _is_field(reader: Reader, where: Where, call: ast.Call) -> bool:
    name = meaning(reader.modules, where.module, call.func, where.inside)
    return name in FIELDS or name == "dataclasses.field"


def _default(call: ast.Call) -> str | None:
    """Return the default that ``Field(...)`` gives; None where it gives none."""
    named = {each.arg: each.value for each in call.keywords}
    if "default_factory" in named:
        return f"{shown(named['default_factory'])}()"
    given = named.get("default") or next(iter(call.args), None)
    return None if given is None or shown(given) == "..." else shown(given)


def _alias(reader: Reader, where: Where, node: ast.AnnAssign) -> str:
    """Return the name on the wire that any ``Field`` beside the annotation gives; several are joined."""
    found = []
    for each in (*ast.walk(node.annotation), *(ast.walk(node.value) if node.value is not None else ())):
        if isinstance(each, ast.Call) and meaning(reader.modules, where.module, each.func, where.inside) in FIELDS:
            found += [
                shown(word.value)
                for word in each.keywords
                if word.arg in {"alias", "validation_alias", "serialization_alias"}
            ]
    return " ".join(found)


def value_type(reader: Reader, where: Where, node: ast.expr) -> Type:  # noqa: PLR0911  # one case a kind
    """Return the type of a constant that has no annotation: plain values, displays of them, calls of classes.

    A display may grow: it is a tuple of any length, and what else is in a call's brackets does not matter.
    """
    match node:
        case ast.Constant(value=None):
            return Instance("None")
        case ast.Constant(value=value) if value is not ...:
            return Instance(type(value).__name__)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return value_type(reader, where, operand)
        case ast.JoinedStr():
            return Instance("str")
        case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
            return _display(reader, where, node)
        case ast.Call(func=called):
            name = meaning(reader.modules, where.module, called, where.inside)
            if name is not None and name.rpartition(".")[2][:1].isupper():
                return Instance(name)
            if name is not None and name in KNOWN:
                return Instance(name, (ANY,) * len(KNOWN[name].parameters))
            return Unread(f"{shown(called)[:80]}(...)", "what the call returns is not read")
        case _:
            return Unread(shown(node)[:80], "a value without annotation is not read")


def _display(reader: Reader, where: Where, node: ast.Tuple | ast.List | ast.Set | ast.Dict) -> Type:
    if isinstance(node, ast.Dict):
        sides = (
            [value_type(reader, where, each) for each in side if each is not None] for side in (node.keys, node.values)
        )
        return Instance("dict", tuple(union(side) for side in sides))
    inner = union([value_type(reader, where, item) for item in node.elts])
    if isinstance(node, ast.Tuple):
        return Tuple((), inner)
    return Instance("list" if isinstance(node, ast.List) else "set", (inner,))


def _methods(reader: Reader, where: Where, node: ast.ClassDef) -> tuple[dict[str, Routine], dict[str, Attribute]]:
    """Return methods and properties; of names in underscores only those that Python itself calls."""
    found: dict[str, list[FunctionNode]] = {}
    for statement in node.body:
        if isinstance(statement, FunctionNode) and is_public(statement.name, special=True):
            found.setdefault(statement.name, []).append(statement)
    methods, properties = {}, {}
    for name, nodes in found.items():
        if _PROPERTIES & set(decorators(reader, where, nodes[0])):
            read = read_type(reader, where, nodes[0].returns)
            settable = any(f"{name}.setter" in map(shown, each.decorator_list) for each in nodes)
            properties[name] = Attribute(read, None, nodes[0].lineno, settable, is_field=False)
        else:
            methods[name] = read_routine(reader, where, nodes, is_method=True)
    return methods, properties


def is_public(name: str, *, special: bool = False) -> bool:
    """Say whether a name is for others; ``special`` lets the names through that Python itself calls."""
    return not name.startswith("_") or (special and name.startswith("__") and name.endswith("__"))


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name[:1] != "_":
                yield name, shown(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name[:1] != "_":
                yield name, shown(value)
            case _:
                pass
