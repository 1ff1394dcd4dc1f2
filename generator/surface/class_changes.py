"""Classes compared: fields, methods, an enum's members, what is inherited and what is said of the class as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.surface.changes import Change, Kind
from generator.surface.declarations import Attribute, Class, Form
from generator.surface.routines import MOVED, Pair, compare_routines, defaults
from generator.surface.types import Type, Variable, substituted, text
from generator.verdicts import Verdict

_BY_PLACE = frozenset({Form.data, Form.named_tuple})


def compare_classes(pair: Pair, old: Class, new: Class) -> Iterator[Change]:
    """Yield what changed in a class."""
    if old.form is not new.form:
        words = f"`{pair.shown}` was a {old.form.value} and is a {new.form.value}"
        yield pair.change(
            Kind.nature_changed, Verdict.incomparable, words, line=new.line, old=old.form.value, new=new.form.value
        )
        return
    old = _with_variables_of(old, new)
    yield from _bases(pair, old, new)
    yield from _options(pair, old, new)
    yield from _members(pair, old, new)
    yield from _attributes(pair, old, new)
    for name in sorted({*old.methods, *new.methods}):
        inside = replace(pair, name=f"{pair.name}.{name}")
        before, now = old.methods.get(name), new.methods.get(name)
        if before is not None and now is not None:
            yield from compare_routines(inside, before, now)
        elif before is not None:
            words = f"the method `{inside.shown}` is gone"
            yield inside.change(Kind.name_removed, Verdict.narrower, words, line=before.line, old="method", is_old=True)
        elif now is not None:
            words = f"the method `{inside.shown}` is new"
            yield inside.change(Kind.name_added, Verdict.wider, words, line=now.line, new="method", blocks=False)


def _with_variables_of(old: Class, new: Class) -> Class:
    """Call the old class's type variables what the new one calls those in the same places."""
    pairs = zip(old.variables, new.variables, strict=False)
    by: dict[str, Type] = {before.name: Variable(now.name, before.bound, before.choices) for before, now in pairs}
    if all(name == getattr(found, "name", "") for name, found in by.items()):
        return old
    attributes = {name: replace(each, type=substituted(each.type, by)) for name, each in old.attributes.items()}
    return replace(old, attributes=attributes, bases=tuple(substituted(base, by) for base in old.bases))


def _bases(pair: Pair, old: Class, new: Class) -> Iterator[Change]:
    before, now = [text(each) for each in old.bases], [text(each) for each in new.bases]
    for gone in (each for each in before if each not in now):
        words = f"`{pair.shown}` no longer inherits from `{gone}`"
        yield pair.change(Kind.base_removed, Verdict.incomparable, words, line=new.line, old=gone, part=gone)
    for come in (each for each in now if each not in before):
        words = f"`{pair.shown}` inherits from `{come}`, too"
        yield pair.change(
            Kind.base_added, Verdict.narrower, words, line=new.line, new=come, part=come, blocks=before != []
        )


def _options(pair: Pair, old: Class, new: Class) -> Iterator[Change]:
    for key in sorted({*old.options, *new.options}):
        before, now = old.options.get(key), new.options.get(key)
        # A TypedDict's `total` is said of each of its keys.
        if before != now and not (key == "total" and new.form is Form.typed_dict):
            words = f"`{key}` of `{pair.shown}` was {before or 'not set'} and is {now or 'not set'}"
            yield pair.change(
                Kind.option_changed, Verdict.incomparable, words, line=new.line, old=before, new=now, part=key
            )


def _members(pair: Pair, old: Class, new: Class) -> Iterator[Change]:
    for name in sorted({*old.members, *new.members}):
        before, now = old.members.get(name), new.members.get(name)
        if before == now:
            continue
        kind, verdict, words = (
            (Kind.member_added, Verdict.wider, f"`{name}` of `{pair.shown}` is new")
            if before is None
            else (Kind.member_removed, Verdict.narrower, f"`{name}` of `{pair.shown}` is gone")
            if now is None
            else (Kind.member_changed, Verdict.incomparable, f"`{name}` of `{pair.shown}` has another value")
        )
        yield pair.change(kind, verdict, words, line=new.line, old=before, new=now, part=name)


def _attributes(pair: Pair, old: Class, new: Class) -> Iterator[Change]:
    for name in sorted({*old.attributes, *new.attributes}):
        before, now = old.attributes.get(name), new.attributes.get(name)
        if before is not None and now is not None:
            yield from _attribute(pair, name, before, now)
        elif before is not None:
            words = f"`{name}` of `{pair.shown}` is gone"
            yield pair.change(
                Kind.attribute_removed, Verdict.incomparable, words, line=new.line, old=_shown(before), part=name
            )
        elif now is not None:
            asked = now.is_field and now.default is None
            words = f"`{name}` of `{pair.shown}` is new{', and must be given' if asked else ''}"
            verdict = Verdict.incomparable if asked else Verdict.wider
            yield pair.change(
                Kind.attribute_added, verdict, words, line=now.line, new=_shown(now), part=name, blocks=now.is_field
            )
    if new.form in _BY_PLACE:
        yield from _order(pair, old, new)


def _order(pair: Pair, old: Class, new: Class) -> Iterator[Change]:
    """Yield the fields that the constructor takes in another order."""
    before = [name for name, each in old.attributes.items() if each.is_field and name in new.attributes]
    now = [name for name, each in new.attributes.items() if each.is_field and name in old.attributes]
    for first, second in zip(before, now, strict=False):
        if first != second:
            words = f"`{pair.shown}` takes its fields in another order"
            yield pair.change(
                Kind.attribute_moved,
                Verdict.incomparable,
                words,
                line=new.attributes[second].line,
                old=", ".join(before),
                new=", ".join(now),
                part=second,
            )
            return


def _attribute(pair: Pair, name: str, old: Attribute, new: Attribute) -> Iterator[Change]:
    whose = f"`{name}` of `{pair.shown}`"
    if old.is_field or new.is_field:
        yield from defaults(pair, whose, name, (old.default, new.default), new.line)
    if old.alias != new.alias:
        words = f"{whose} has another name on the wire"
        yield pair.change(
            Kind.attribute_alias, Verdict.incomparable, words, line=new.line, old=old.alias, new=new.alias, part=name
        )
    if old.settable != new.settable:
        ways = ("may be set", "may only be read")
        words = f"{whose} {ways[old.settable < new.settable]} before, and now it {ways[not new.settable]}"
        verdict = Verdict.wider if new.settable else Verdict.narrower
        yield pair.change(
            Kind.attribute_access,
            verdict,
            words,
            line=new.line,
            old=ways[not old.settable],
            new=ways[not new.settable],
            part=name,
        )
    found = pair.sides(old.type, new.type)
    if found.verdict is not Verdict.equal:
        # What is only read may become less; what is also given or set may not.
        read_only = not (old.is_field or new.is_field or old.settable or new.settable)
        yield pair.change(
            Kind.attribute_type,
            found.verdict,
            f"{whose} {MOVED[found.verdict]}",
            line=new.line,
            old=found.old,
            new=found.new,
            part=name,
            blocks=not (read_only and found.gains_nothing),
            reason=found.reason,
        )


def _shown(of: Attribute) -> str:
    return text(of.type) if of.default is None else f"{text(of.type)} = {of.default}"
