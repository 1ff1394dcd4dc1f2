"""Does a formula take this one value? The plain way to see it, beside the search."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.containment.definitions import Definition
from generator.containment.exact import Value, fraction, frozen
from generator.containment.nodes import (
    AND,
    ARRAY,
    FALSE,
    FRACTION,
    INTEGER,
    KINDS,
    LITERAL,
    NULL,
    OBJECT,
    OR,
    REFERENCE,
    STRING,
    TRUE,
    Node,
    spelled,
)
from generator.containment.results import Doubtful, Undecided
from generator.containment.texts import has_format
from generator.languages import PatternUnsupported, language, matches


class Judge:
    """Says what formulas take. Raises Doubtful where a pattern or a format cannot be decided."""

    def __init__(self, body: Callable[[Definition], Node]) -> None:
        self._body = body
        self.asked = 0
        self._known: dict[tuple[Node, int], bool] = {}
        self._open: set[tuple[Definition, int]] = set()

    def holds(self, node: Node, value: Value) -> bool:
        """Say whether ``node`` takes ``value``."""
        try:
            return self._holds(node, value)
        finally:
            # Values are told apart by identity, which means nothing once this one is gone.
            self._known.clear()

    def _holds(self, node: Node, value: Value) -> bool:
        if node.op == KINDS:
            return bool(node.args[0] & kind(value))
        if node.op == LITERAL:
            return self._literal(node, value)
        self.asked += 1
        key = (node, id(value))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._whole(node, value)
        return found

    def _whole(self, node: Node, value: Value) -> bool:
        if node.op == AND:
            return all(self._holds(each, value) for each in node.args[0])
        if node.op == OR:
            return any(self._holds(each, value) for each in node.args[0])
        if node.op == REFERENCE:
            return self._definition(node.args[0], value) is node.args[1]
        return (sum(self._holds(arm, value) for arm in node.args[0]) == 1) is node.args[1]

    def _definition(self, definition: Definition, value: Value) -> bool:
        if definition.missing:
            raise Doubtful(Undecided(definition.missing))
        step = (definition, id(value))
        if step in self._open:
            raise Doubtful(Undecided("a reference leads back to itself before it says anything"))
        self._open.add(step)
        try:
            return self._holds(self._body(definition), value)
        finally:
            self._open.discard(step)

    def _literal(self, node: Node, value: Value) -> bool:
        family, strict, positive, literal = node.args
        if not family & kind(value):
            return not strict
        if family == OBJECT and isinstance(value, dict):
            return self._object(literal, value) is positive
        if family == ARRAY and isinstance(value, list):
            return self._array(literal, value) is positive
        if family == STRING and isinstance(value, str):
            return text_is(literal, value) is positive
        return number_is(literal, fraction(value)) is positive  # type: ignore[arg-type]  # of no other family

    def _object(self, literal: tuple[Any, ...], value: dict[str, Value]) -> bool:
        match literal:
            case ("every", key, node) if (names := spelled(key)) is not None:
                return all(self._holds(node, value[name]) for name in names if name in value)
            case ("every", key, node):
                return all(self._holds(node, item) for name, item in value.items() if self._holds(key, name))
            case ("count", low, high):
                return low <= len(value) and (high is None or len(value) <= high)
        raise Doubtful(Undecided(*literal[1:]))

    def _array(self, literal: tuple[Any, ...], value: list[Value]) -> bool:
        match literal:
            case ("items", start, stop, node):
                return all(self._holds(node, item) for item in value[start:stop])
            case ("contains", node, low, high):
                count = sum(self._holds(node, item) for item in value)
                return bool(low <= count and (high is None or count <= high))
            case ("length", low, high):
                return low <= len(value) and (high is None or len(value) <= high)
            case ("unique",):
                return len({frozen(item) for item in value}) == len(value)
        raise Doubtful(Undecided(*literal[1:]))


def kind(value: Value) -> int:  # noqa: PLR0911  # one for each kind
    """Return the one kind that ``value`` is of."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, str):
        return STRING
    if isinstance(value, list):
        return ARRAY
    if isinstance(value, dict):
        return OBJECT
    if isinstance(value, float | Decimal | Fraction):
        return INTEGER if fraction(value).denominator == 1 else FRACTION
    return INTEGER


def text_is(literal: tuple[Any, ...], text: str) -> bool:  # one for each case  # one for each case
    """Say whether a literal about texts holds. Raises Doubtful."""
    match literal:
        case ("strings", texts):
            return text in texts
        case ("length", low, high):
            return low <= len(text) and (high is None or len(text) <= high)
        case ("pattern", source):
            try:
                return matches(language(source), text)
            except PatternUnsupported as error:
                raise Doubtful(Undecided(str(error), source)) from error
        case ("format", name):
            known = has_format(name, text)
            if known is None:
                raise Doubtful(Undecided(f"readers disagree whether {text!r} has the format {name}"))
            return known
    raise Doubtful(Undecided(*literal[1:]))


def number_is(literal: tuple[Any, ...], number: Fraction) -> bool:
    """Say whether a literal about numbers holds."""
    match literal:
        case ("range", low, low_out, high, high_out):
            above = low is None or number > low or (number == low and not low_out)
            return above and (high is None or number < high or (number == high and not high_out))
        case ("multiple", step):
            return bool((number / step).denominator == 1)
        case ("numbers", numbers):
            return number in numbers
    raise Doubtful(Undecided(*literal[1:]))
