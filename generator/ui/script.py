"""A component's behaviour: one small ES module that works on its own element and reaches for nothing else.

The lists are of what is allowed. A name that is not declared in the script is a global and must be on the list; a
property must be on the list or a key of the script's own objects; what is looked up by value must be a number. So
there is no way to spell ``window``, and none to get at it by an alias.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.ui import elements, vocabulary
from generator.ui.flaws import Flaw, Stop, shown
from generator.ui.javascript import Node, parse
from generator.ui.numbers import is_number
from generator.ui.scopes import Scopes, references
from generator.ui.urls import looks_foreign

_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function_declaration"})
_AT_TOP = frozenset({"export_statement", "function_declaration", "lexical_declaration", "comment", "empty_statement"})
_LEADING = frozenset({"action", "form", "href", "method"})  # no key of these names makes them safe to set
_PLAIN_NEW = frozenset({"Map", "Set", "WeakMap", "WeakSet"})


def check(text: str) -> list[Flaw]:
    """Return what is wrong with a ``behavior.js``."""
    try:
        root = parse(text)
        scopes = Scopes(root)
    except Stop as stopped:
        return [stopped.flaw]
    own_keys = {each.text for each in root.all() if _is_key(each)} - vocabulary.DANGEROUS
    flaws = [*_module(root)]
    for node in references(root):
        flaws += _global(node, scopes)
    for node in root.all():
        flaws += _node(node, scopes, own_keys)
    return flaws


def _is_key(node: Node) -> bool:
    parent = node.parent
    return parent is not None and (
        (parent.kind == "pair" and node.is_part("key") and node.kind == "property_identifier")
        or (parent.kind == "object" and node.kind == "shorthand_property_identifier")
    )


def _module(root: Node) -> Iterator[Flaw]:
    exports = [node for node in root.children if node.kind == "export_statement"]
    remedy = "Write: export default function (element, { visit, announce }) { ... }"
    if len(exports) != 1 or "default" not in exports[0].marks:
        line = exports[1].line if len(exports) > 1 else None
        yield Flaw("safety/module", "a behaviour has exactly one export, its default", line, remedy=remedy)
    for each in exports:
        made = each.part("value") or each.part("declaration")
        parameters = made.part("parameters") if made is not None else None
        if made is None or made.kind not in _FUNCTIONS - {"arrow_function"} or "async" in made.marks:
            yield Flaw("safety/module", "the default export is not a plain function", each.line, remedy=remedy)
        elif parameters is None or not 1 <= len(parameters.children) <= 2:
            yield Flaw("safety/module", "the default export does not take element", each.line, remedy=remedy)
    for node in root.children:
        if node.kind not in _AT_TOP or (node.kind == "lexical_declaration" and "let" in node.marks):
            remedy = "Keep constants and functions at the top; do the rest for each element, in the function."
            yield Flaw("safety/module", "something runs or changes when the module is loaded", node.line, remedy=remedy)
        elif node.kind == "lexical_declaration":
            yield from _constant(node)


def _constant(node: Node) -> Iterator[Flaw]:
    rest = list(node.children)
    while rest:
        each = rest.pop()
        if each.kind in _FUNCTIONS:
            continue
        callee = each.part("constructor")
        plain = callee is not None and callee.text in _PLAIN_NEW
        if each.kind in {"call_expression", "await_expression"} or (each.kind == "new_expression" and not plain):
            remedy = "Do it in the function, for each element."
            yield Flaw("safety/module", "something is called when the module is loaded", each.line, remedy=remedy)
        rest += each.children


def _global(node: Node, scopes: Scopes) -> Iterator[Flaw]:
    """Hold a name that the script does not declare to the list of globals, and to the way that each is used."""
    name = node.text
    if scopes.declared(node) or name in vocabulary.CONSTANTS:
        return
    parent = node.parent
    if parent is None or node.kind != "identifier":
        yield _unknown(node, name)
        return
    part = parent.part("property") if parent.kind == "member_expression" and node.is_part("object") else None
    if part is not None and part.text in vocabulary.NAMESPACES.get(name, frozenset()):
        return
    if part is not None and name in vocabulary.NAMESPACES:
        listed = ", ".join(sorted(vocabulary.NAMESPACES[name]))
        rule, _ = vocabulary.rule_of(part.text)
        yield Flaw(rule, f"{name}.{part.text[:40]} is off the list", node.line, remedy=f"There are {listed}.")
        return
    if not _is_used_well(node, parent, part):
        yield _unknown(node, name)


def _is_used_well(node: Node, parent: Node, part: Node | None) -> bool:
    """Say whether a global is called, made, tested or read in the way that it may be."""
    name = node.text
    called = parent.kind == "call_expression" and node.is_part("function")
    made = parent.kind == "new_expression" and node.is_part("constructor")
    tested = parent.kind == "binary_expression" and "instanceof" in parent.marks and node.is_part("right")
    constant = part is not None and part.text.isupper()
    return (
        (called and name in vocabulary.CALLED)
        or (made and name in vocabulary.CONSTRUCTORS)
        or ((tested or constant) and name in vocabulary.CLASSES)
        or (parent.kind == "arguments" and name in {"Boolean", "Number", "String"})
    )


def _unknown(node: Node, name: str) -> Flaw:
    rule, remedy = vocabulary.rule_of(name)
    known = vocabulary.CALLED | vocabulary.CONSTRUCTORS | set(vocabulary.NAMESPACES) | vocabulary.CLASSES
    if name in known:
        return Flaw(rule, f"{name} is used in another way than it may be", node.line, remedy=_DIRECTLY)
    return Flaw(rule, f"{shown(name)} is not declared here, and off the list", node.line, remedy=remedy)


_DIRECTLY = "Call it, or read one of its parts, where it is named: do not pass it on."


def _node(node: Node, scopes: Scopes, own_keys: set[str]) -> Iterator[Flaw]:
    match node.kind:
        case "property_identifier" | "shorthand_property_identifier_pattern" if not _is_key(node):
            yield from _property(node, own_keys)
        case "subscript_expression":
            index = node.part("index")
            if index is None or not is_number(index, scopes):
                message = "a property is looked up by a value that may be any text"
                remedy = "Write list.at(index), or map.get(key) of a Map."
                yield Flaw("safety/eval", message, node.line, remedy=remedy)
        case "call_expression":
            yield from _call(node, scopes)
        case "assignment_expression" | "augmented_assignment_expression" | "update_expression":
            yield from _written(node.part("left") or node.part("argument"), own_keys)
        case "for_in_statement":
            yield from _loop(node)
        case "string" | "template_string" if looks_foreign(node.text[1:-1]):
            remedy = "Stay on this server: take addresses from the page's own links."
            yield Flaw("safety/foreign-url", f"{shown(node.text)} leads elsewhere", node.line, remedy=remedy)
        case _:
            yield from _copied(node)


def _copied(node: Node) -> Iterator[Flaw]:
    """Yield where properties are taken without their names: ``{...all}``, ``{[key]: value}``."""
    around = node.parent.kind if node.parent is not None else ""
    if (node.kind, around) in {("rest_pattern", "object_pattern"), ("spread_element", "object")}:
        yield Flaw("safety/eval", "an object is copied whole", node.line, remedy="Name what you need.")
    key = node.part("key") if node.kind in {"pair", "pair_pattern"} else None
    if key is not None and key.kind != "property_identifier":
        plain = key.kind == "number" or (key.kind == "string" and key.text[1:-1] not in vocabulary.DANGEROUS)
        if not plain or "\\" in key.text or node.kind != "pair":
            yield Flaw("safety/eval", "a key is not written out as a name", key.line, remedy="Write name: value.")


def _property(node: Node, own_keys: set[str]) -> Iterator[Flaw]:
    name, parent = node.text, node.parent
    if parent is not None and parent.kind == "member_expression":
        around = parent.part("object")
        of = around.part("property") if around is not None else None
        if of is not None and of.text == "dataset" and name not in vocabulary.DANGEROUS:
            return
        if name in vocabulary.UNCALLED and _is_called(parent):
            yield Flaw("safety/browser-state", f"{name}() is called", node.line, remedy="Use show() or showModal().")
        if name in vocabulary.METHODS and not _is_called(parent):
            yield Flaw("safety/eval", f"{name} is passed on instead of called", node.line, remedy=_DIRECTLY)
    elif name in vocabulary.METHODS:
        yield Flaw("safety/eval", f"{name} is passed on instead of called", node.line, remedy=_DIRECTLY)
    if name in vocabulary.READ or (name in own_keys and name not in vocabulary.DANGEROUS):
        return
    rule, remedy = vocabulary.rule_of(name)
    yield Flaw(rule, f"the property {shown(name)} is off the list", node.line, remedy=remedy)


def _is_called(member: Node) -> bool:
    return member.parent is not None and member.parent.kind == "call_expression" and member.is_part("function")


def _call(node: Node, scopes: Scopes) -> Iterator[Flaw]:
    function, arguments = node.part("function"), node.part("arguments")
    if arguments is None or arguments.kind != "arguments":
        yield Flaw("safety/eval", "a template string calls a function", node.line, remedy="Call it with (...).")
        return
    given = [each for each in arguments.children if each.kind != "comment"]
    first = given[0] if given else None
    deferred = function is not None and function.kind == "identifier" and function.text in vocabulary.DEFERRED
    if deferred and function is not None and not scopes.declared(function) and not _is_function(first, scopes):
        remedy = "Give it an arrow function, or the name of a function of this file."
        yield Flaw("safety/eval", f"{function.text} may be given text to run", node.line, remedy=remedy)
    method = function.part("property") if function is not None and function.kind == "member_expression" else None
    if method is not None and method.text in vocabulary.METHODS:
        yield from _named(method, first)


def _named(method: Node, first: Node | None) -> Iterator[Flaw]:
    """Hold the name that an element or attribute is made by to the lists of markup."""
    if first is None or first.kind != "string" or "\\" in first.text:
        yield Flaw("safety/eval", f"{method.text} takes a name that is written out", method.line, remedy="Write '...'.")
        return
    name = first.text[1:-1]
    if method.text == "createElement":
        flaw = elements.element_flaw(name, method.line)
    elif elements.is_url(name):
        remedy = "Addresses are written by the template."
        flaw = Flaw("safety/foreign-url", f"a script sets {name}", method.line, remedy=remedy)
    else:
        flaw = elements.attribute_flaw("input", name, method.line)
        if name in {"type", "name", "formmethod", "list", "form"}:
            flaw = Flaw("safety/element", f"a script sets {name}", method.line, remedy="Write it in the template.")
        elif name in {"open", "selected", "for", "method"}:
            flaw = None
    if flaw is not None:
        yield flaw


def _is_function(node: Node | None, scopes: Scopes) -> bool:
    if node is None:
        return False
    if node.kind in _FUNCTIONS:
        return True
    if node.kind != "identifier":
        return False
    declared = scopes.declared(node)
    return len(declared) == 1 and _declares_function(declared[0])


def _declares_function(name: Node) -> bool:
    parent = name.parent
    if parent is None or parent.kind in _FUNCTIONS:
        return parent is not None and name.is_part("name")
    value = parent.part("value")
    constant = parent.parent is not None and "const" in parent.parent.marks
    return parent.kind == "variable_declarator" and constant and value is not None and value.kind in _FUNCTIONS


def _written(target: Node | None, own_keys: set[str]) -> Iterator[Flaw]:
    if target is None or target.kind == "identifier":
        return
    if target.kind == "member_expression":
        part, around = target.part("property"), target.part("object")
        of = around.part("property") if around is not None else None
        if part is not None and ((of is not None and of.text == "dataset") or part.text in vocabulary.WRITTEN):
            return
        if part is not None and part.text in own_keys - vocabulary.DANGEROUS - _LEADING:
            return
        name = part.text if part is not None else "?"
        remedy = f"May be set: {', '.join(sorted(vocabulary.WRITTEN))}, dataset.x, and keys of your own objects."
        yield Flaw(_rule_written(name), f"{shown(name)} is set", target.line, remedy=remedy)
    elif target.kind == "subscript_expression":
        yield Flaw("safety/eval", "an element is set by its number", target.line, remedy="Use push, splice or a Map.")
    else:
        yield Flaw("safety/eval", "several values are set at once", target.line, remedy="Declare new constants.")


def _rule_written(name: str) -> str:
    if name in {"href", "src", "action", "formAction"}:
        return "safety/foreign-url"
    rule, _ = vocabulary.rule_of(name)
    return rule


def _loop(node: Node) -> Iterator[Flaw]:
    if "in" in node.marks or any(each.text == "in" for each in node.fields.get("operator", [])):
        remedy = "Write for (const each of list)."
        yield Flaw("safety/eval", "a loop goes over the names of properties", node.line, remedy=remedy)
    left = node.part("left")
    if left is not None and any(each.kind in {"member_expression", "subscript_expression"} for each in left.all()):
        yield Flaw("safety/eval", "a loop writes to a property", node.line, remedy="Loop with a const.")
