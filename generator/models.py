"""models.py: the contract's classes as pydantic models, rendered by datamodel-code-generator.

The library turns each class of the contract into a Python class: names that Python can take, aliases, order, defaults
and documentation. Fields' types are ours (:mod:`generator.shapes`), because they must refuse what the schema refuses.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from generator import dialect
from generator.canonical import Json
from generator.contract import Contract
from generator.layout import laid_out
from generator.schemas import JsonObject

_KEPT = {"description", "examples", "deprecated"}
_PLACEHOLDER = re.compile(r"T[0-9]+\Z")
_CONSTRAINTS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "pattern": "pattern",
}
_IMPORTED = {
    "typing": frozenset({"Annotated", "Any", "Literal"}),
    "pydantic": frozenset({"ConfigDict", "Field", "StrictBool"}),
    ".shapes": frozenset(
        {"EMAIL", "NUMERIC", "SPELLED", "URI", "WHOLE", "Day", "Instant", "MaybeAbsent", "Shape", "Uuid"}
    ),
}
"""Where what classes name comes from."""
_BUILTINS = ("dict", "float", "int", "list", "str")
"""Types by Python's own names: an attribute of such a name would stand in the way of all fields below it."""

_TYPES: dict[str, tuple[str, dict[str, object], list[str]]] = {
    "boolean": ("StrictBool", {}, []),
    "integer": ("int", {}, ["WHOLE"]),
    "number": ("float", {"allow_inf_nan": False}, ["NUMERIC"]),
    "date-time": ("Instant", {}, []),
    "date": ("Day", {}, []),
    "uuid": ("Uuid", {}, []),
    "email": ("str", {"json_schema_extra": {"format": "email"}}, ["EMAIL"]),
    "uri": ("str", {"json_schema_extra": {"format": "uri"}}, ["URI"]),
    "string": ("str", {}, []),
}
"""JSON type or format → Python type, what its Field holds besides the constraints, and checks that come after it.

A check comes last because pydantic runs the last one first, and knows constraints only beside the type itself.
"""


def render(contract: Contract) -> str:
    """Return the text of models.py: the same bytes for the same schemas and library versions.

    It holds one class for each of the contract's definitions, sorted by name.
    """
    types: list[str] = []
    prepared: dict[str, Json] = {}
    for name, definition in contract.definitions.items():
        prepared[name] = _prepared(definition, types, parameter=name in contract.parameter_classes)
    classes = _retyped(_classes(prepared), contract.definitions, types)
    body = "\n\n\n".join(ast.unparse(node) for node in classes)
    rebuilt = "\n".join(f"{node.name}.model_rebuild()" for node in classes if isinstance(node, ast.ClassDef))
    title = f'"""The models of {contract.unit}, rendered from its schemas: change those, not this."""'
    return laid_out(f"{title}\n\n{_imports(body)}\n\n\n{body}\n\n\n{rebuilt}\n")


def _imports(code: str) -> str:
    """Return the imports of what ``code`` names."""
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    lines = ["from __future__ import annotations", ""]
    for module, known in _IMPORTED.items():
        names = sorted(used & known)
        lines += [f"from {module} import {', '.join(names)}", ""] if names else []
    return "\n".join(lines)


def annotation(node: JsonObject, *, parameter: bool = False) -> str:
    """Return the Python type of a schema, as source. ``parameter``: the value comes as a text in a URL or header."""
    kinds = dialect.types_of(node)
    branches = node.get("anyOf", node.get("oneOf"))
    if "$ref" in node:
        return str(node["$ref"]).removeprefix("#/$defs/")
    if isinstance(branches, list):
        parts = [annotation(branch, parameter=parameter) for branch in branches if isinstance(branch, dict)]
        return " | ".join(sorted(dict.fromkeys(parts), key=lambda part: part == "None"))
    values = node.get("enum", [node["const"]] if "const" in node else None)
    if isinstance(values, list):
        texts = [repr(value) for value in values if value is not None]
        nullable = None in values and dialect.may_be_null(node)
        return f"Literal[{', '.join(texts)}]" + (" | None" if nullable else "")
    if not kinds:
        return "None"
    plain = _plain(kinds[0], node, parameter=parameter)
    return f"{plain} | None" if dialect.may_be_null(node) else plain


def _plain(kind: str, node: JsonObject, *, parameter: bool) -> str:
    """Return the type of a schema with one ``type``, null apart."""
    held: dict[str, object] = {python: node[key] for key, python in _CONSTRAINTS.items() if key in node}
    checks: list[str] = []
    if kind in {"array", "object"}:
        key, around = ("items", "list[{}]") if kind == "array" else ("additionalProperties", "dict[str, {}]")
        inner = node.get(key)
        plain = around.format(annotation(inner, parameter=parameter) if isinstance(inner, dict) else "Any")
    else:
        plain, beside, checks = _TYPES[str(node.get("format", kind))]
        held |= beside
        if parameter and kind != "string":
            checks = [*checks, "SPELLED"]
    field = [f"Field({', '.join(f'{name}={value!r}' for name, value in held.items())})"] if held else []
    marks = [*field, *checks]
    return f"Annotated[{', '.join([plain, *marks])}]" if marks else plain


def _prepared(definition: JsonObject, types: list[str], *, parameter: bool) -> JsonObject:
    """Return the class for the library to render, with a placeholder ``T<n>`` in place of each property's type."""
    properties: dict[str, Json] = {}
    for name, node in dialect.properties_of(definition).items():
        kept = {key: value for key, value in node.items() if key in _KEPT | {"default"}}
        properties[name] = {"customTypePath": f"lockstep.T{len(types)}", **kept}
        types.append(annotation(node, parameter=parameter))
    return {**definition, "properties": properties}


def _classes(definitions: dict[str, Json]) -> str:
    from datamodel_code_generator import generate  # noqa: PLC0415  # half a second, spent only when models are rendered
    from datamodel_code_generator.enums import DataModelType, InputFileType  # noqa: PLC0415  # as above
    from datamodel_code_generator.format import PythonVersion  # noqa: PLC0415  # as above

    text = generate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions},
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        base_class="lockstep.Shape",
        aliases=_attributes(definitions),
        custom_file_header="#",
        disable_timestamp=True,
        field_extra_keys=_KEPT - {"description"},
        formatters=[],
        keep_model_order=True,
        snake_case_field=True,
        use_annotated=True,
        use_schema_description=True,
    )
    assert isinstance(text, str), "one document makes one module"  # noqa: S101  # ours
    return text


def _attributes(definitions: dict[str, Json]) -> dict[str, str]:
    """Return names for properties whose own would hide a type or a method of pydantic's."""
    names = {name for node in definitions.values() if isinstance(node, dict) for name in dialect.properties_of(node)}
    methods = {name: f"field_{name}" for name in names if re.match("model_(dump|validate)", name)}
    return {name: f"{name}_" for name in _BUILTINS} | methods


def _retyped(text: str, definitions: dict[str, JsonObject], types: list[str]) -> list[ast.stmt]:
    """Put our types into the library's classes, in the order of the definitions."""
    written = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}
    missing = definitions.keys() - written.keys()
    assert not missing, f"the library did not render {sorted(missing)}"  # noqa: S101  # ours
    for name, definition in definitions.items():
        examples = definition.get("examples")
        body = [_configured(node, examples) for node in written[name].body]
        written[name].body = [node for node in body if ast.unparse(node) != "model_config = ConfigDict()"] or [
            ast.Pass()
        ]
        fields = [node for node in written[name].body if isinstance(node, ast.AnnAssign)]
        for field in fields:
            field.annotation = _field_type(field, types)
    return [written[name] for name in definitions]


def _configured(node: ast.stmt, examples: Json) -> ast.stmt:
    """Rewrite the class's configuration (placeholders needed arbitrary types, examples go along) and docstring."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        node.value.value = str(node.value.value).strip()
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        kept = [item for item in node.value.keywords if item.arg == "extra"]
        shown = f"f(json_schema_extra={{'examples': {examples!r}}})"
        extra = ast.parse(shown, mode="eval").body if examples is not None else None
        node.value.keywords = kept + (extra.keywords if isinstance(extra, ast.Call) else [])
    return node


def _field_type(field: ast.AnnAssign, types: list[str]) -> ast.expr:
    """Return the field's own type: left out is not null, unless the schema says so."""
    found = [node for node in ast.walk(field.annotation) if isinstance(node, ast.Name) and _PLACEHOLDER.match(node.id)]
    assert len(found) == 1, f"one type a field, not {ast.unparse(field)}"  # noqa: S101  # ours
    number = int(found[0].id[1:])
    text, marks = types[number], []
    if isinstance(field.annotation, ast.Subscript):
        assert isinstance(field.annotation.slice, ast.Tuple)  # noqa: S101  # Annotated[type, ...]
        marks = field.annotation.slice.elts[1:]
    if isinstance(field.value, ast.Constant) and field.value.value is None and not text.endswith("None"):
        text = f"MaybeAbsent[{text}]"
    return _annotated(ast.parse(text, mode="eval").body, marks)


def _annotated(inner: ast.expr, marks: list[ast.expr]) -> ast.expr:
    """Return ``Annotated[inner, *marks]``, in one piece with what ``inner`` is annotated with already."""
    parts = [inner]
    if isinstance(inner, ast.Subscript) and ast.unparse(inner.value) == "Annotated":
        assert isinstance(inner.slice, ast.Tuple)  # noqa: S101  # as above
        parts = inner.slice.elts
    first = marks[0] if marks else None
    for index, part in enumerate(parts):
        if isinstance(part, ast.Call) and isinstance(first, ast.Call):
            parts = [*parts]
            parts[index] = ast.Call(part.func, [], [*part.keywords, *first.keywords])
            return ast.Subscript(ast.Name("Annotated"), ast.Tuple([*parts, *marks[1:]]))
    if len(parts) > 1:
        marks, parts = [*marks, *parts[1:]], parts[:1]
    parts = [*parts, *marks]
    return ast.Subscript(ast.Name("Annotated"), ast.Tuple(parts)) if len(parts) > 1 else inner


def shapes() -> str:
    """Return the text of shapes.py, what rendered models are made of: the same for every contract."""
    return Path(__file__).with_name("shapes.py").read_text(encoding="utf-8")
