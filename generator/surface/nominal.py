"""Classes: what they inherit from, how their arguments vary, and when shape decides instead of the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.surface.declarations import Class, Distinct, Form, Passing, Role, Routine
from generator.surface.holds import Doubt, Holds, every, some
from generator.surface.known import KNOWN
from generator.surface.known_bases import parsed
from generator.surface.members import Offered, is_one_by_methods, offered
from generator.surface.sided import Judging, Sided
from generator.surface.types import ANY, ELLIPSIS, Function, Instance, Tuple, Type, substituted, text


def instances(judge: Judging, one: Sided, mine: Instance, other: Sided, its: Instance) -> Holds:  # one case a kind
    """Say whether a class with its arguments is within another."""
    if mine.name == its.name:
        return _arguments(judge, one, mine, other, its)
    here, there = one.world.get(mine.name), other.world.get(its.name)
    if isinstance(there, Class) and (there.form is Form.protocol or _are_dicts(here, there)):
        return _shaped(judge, one, other)
    if mine.name == "None" and not is_known(other):
        return False  # names in annotations are classes, and None is of none of them
    answer = nominal(judge, one, other)
    if answer is not False:
        return answer
    if not is_known(other):
        return Doubt(f"what `{its.name}` is, nothing here says")
    return is_one_by_methods(one, its.name) if isinstance(here, Class) else False


def nominal(judge: Judging, one: Sided, other: Sided) -> Holds:
    """Say whether a class is within ``other`` by what it inherits."""
    assert isinstance(one.type, Instance)  # noqa: S101 - asked for no other
    answer = some(judge.within(one.of(base), other) for base in bases(one, one.type))
    if answer is False and not is_known(one):
        return Doubt(f"what `{one.type.name}` is, nothing here says")
    return answer


def _are_dicts(here: object, there: Class) -> bool:
    return isinstance(here, Class) and here.form is there.form is Form.typed_dict


def bases(one: Sided, of: Instance) -> Iterator[Type]:
    """Yield what a class inherits from, in terms of its arguments."""
    found = one.world.get(of.name)
    if isinstance(found, Distinct):
        yield found.of
    elif isinstance(found, Class):
        by = dict(zip((each.name for each in found.variables), _filled(of, len(found.variables)), strict=False))
        yield from (substituted(base, by) for base in found.bases)
        if found.form is Form.typed_dict:
            yield Instance("Mapping", (Instance("str"), Instance("object")))
        if found.form is Form.named_tuple:
            yield Tuple(tuple(substituted(each.type, by) for each in found.attributes.values() if each.is_field))
    elif of.name in KNOWN:
        by = dict(zip((name for name, _ in KNOWN[of.name].parameters), of.arguments, strict=False))
        yield from (substituted(base, by) for base in _known_bases(of.name))


def is_known(one: Sided) -> bool:
    """Say whether everything that a class inherits from is known, so that a no is a no."""
    rest: list[Type] = [one.type]
    seen = set()
    while rest:
        of = rest.pop()
        if not isinstance(of, Instance) or of.name in seen:
            continue
        seen.add(of.name)
        if of.name not in KNOWN and not isinstance(one.world.get(of.name), Class | Distinct):
            return False
        rest += bases(one, of)
    return True


def _known_bases(name: str) -> Iterator[Type]:
    yield from (parsed(base, frozenset(each for each, _ in KNOWN[name].parameters)) for base in KNOWN[name].bases)


def _filled(of: Instance, count: int) -> tuple[Type, ...]:
    return (*of.arguments, *[ANY] * (count - len(of.arguments)))[:count]


def _arguments(judge: Judging, one: Sided, mine: Instance, other: Sided, its: Instance) -> Holds:
    count = max(len(mine.arguments), len(its.arguments))
    variances = _variances(one, mine.name, count)
    answers: list[Holds] = []
    for variance, first, second in zip(variances, _filled(mine, count), _filled(its, count), strict=True):
        up = judge.within(one.of(first), other.of(second))
        if variance == "covariant":
            answers.append(up)
            continue
        down = judge.within(other.of(second), one.of(first))
        if variance == "contravariant":
            answers.append(True if first == ANY else down)
        elif up is True and second == ANY:
            answers.append(True)  # list[int] to list[Any] is no contradiction, but a loss
        elif variance == "unknown" and not (up is True and down is True):
            answers.append(Doubt(f"how `{mine.name}` varies with its arguments, nothing here says"))
        else:
            answers.append(every((up, down)))
    return every(answers)


def _variances(one: Sided, name: str, count: int) -> list[str]:
    found = one.world.get(name)
    if name in KNOWN:
        told = [variance for _, variance in KNOWN[name].parameters]
    elif isinstance(found, Class):
        told = ["unknown" if each.variance == "inferred" else each.variance for each in found.variables]
    else:
        told = []
    return [*told, *["unknown"] * (count - len(told))][:count]


def _shaped(judge: Judging, one: Sided, other: Sided) -> Holds:
    """Compare by shape: a TypedDict with a TypedDict, or a class with a protocol."""
    mine, its = offered(one), offered(other)
    return judge.assuming(one, other, lambda: every(_parts(judge, one, mine, other, its)))


def _parts(judge: Judging, one: Sided, mine: Offered, other: Sided, its: Offered) -> Iterator[Holds]:
    if its.unknown:
        yield Doubt(f"what `{its.unknown}` asks for, nothing here says")
    found = other.world.get(other.type.name) if isinstance(other.type, Instance) else None
    keys = isinstance(found, Class) and found.form is Form.typed_dict
    for name, wanted in its.attributes.items():
        given = mine.attributes.get(name)
        if given is None:
            yield False if mine.lacks(name) is True else Doubt(f"what is there as `{name}`, nothing here says")
            continue
        yield not (wanted.settable and not given.settable)
        yield not keys or (given.default is None) == (wanted.default is None)
        yield judge.within(one.of(given.type), other.of(wanted.type))
        yield not wanted.settable or judge.within(other.of(wanted.type), one.of(given.type))
    for name, asked in its.methods.items():
        yield _method(judge, one, mine, other, (name, *asked))


def _method(
    judge: Judging, one: Sided, mine: Offered, other: Sided, asked: tuple[str, Routine, Mapping[str, Type]]
) -> Holds:
    name, wanted, its_by = asked
    if name not in mine.methods:
        lacks = mine.lacks(name)
        return lacks if isinstance(lacks, Doubt) else False
    given, by = mine.methods[name]
    first, second = as_type(given), as_type(wanted)
    if first is None or second is None:
        return Doubt(f"`{name}` takes more than arguments by place, which is not compared by shape")
    return judge.within(one.of(substituted(first, by)), other.of(substituted(second, its_by)))


def callables(judge: Judging, one: Sided, other: Sided) -> Holds:
    """Say whether a function is within a class, or the other way about: classes with ``__call__`` are functions."""
    for here, there, is_one in ((one, other, True), (other, one, False)):
        if not isinstance(here.type, Instance) or not isinstance(there.type, Function):
            continue
        if here.type.name == "Hashable" and not is_one:
            return True
        if here.type.name == "type":
            return Doubt("what a class takes when it is called is not compared")
        found = here.world.get(here.type.name)
        if isinstance(found, Distinct):
            return judge.within(here.of(found.of), there) if is_one else False
        if isinstance(found, Class):
            return _called(judge, here, found, there, is_one=is_one)
        return False if here.type.name in KNOWN else Doubt(f"what `{here.type.name}` is, nothing here says")
    return False


def _called(judge: Judging, here: Sided, found: Class, there: Sided, *, is_one: bool) -> Holds:
    call = found.methods.get("__call__")
    if call is None:
        return False if is_known(here) else Doubt(f"what `{text(here.type)}` inherits, nothing here says")
    if not is_one and (found.form is not Form.protocol or found.attributes or len(found.methods) > 1):
        return False
    read = as_type(call)
    if read is None:
        return Doubt("`__call__` takes more than arguments by place")
    return judge.within(here.of(read), there) if is_one else judge.within(there, here.of(read))


def as_type(routine: Routine) -> Function | None:
    """Return a method as ``Callable``; None for one that has overloads, defaults, or takes more than by place."""
    if len(routine.signatures) != 1:
        return None
    signature = routine.signatures[0]
    kinds = [each.passing for each in signature.parameters]
    if any(each.default is not None for each in signature.parameters) or signature.role is Role.static_method:
        return None
    if kinds[-2:] == [Passing.rest, Passing.named_rest] and all(each.type == ANY for each in signature.parameters[-2:]):
        return Function(tuple(each.type for each in signature.parameters[:-2]), signature.answer, ELLIPSIS)
    if any(kind not in {Passing.by_place, Passing.by_either} for kind in kinds):
        return None
    return Function(tuple(each.type for each in signature.parameters), signature.answer)
