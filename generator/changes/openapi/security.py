"""Who may call an operation: whether somebody gets in now who did not before, or is turned away.

The requirements of an operation are alternatives of demands that hold together. A new alternative lets in somebody new
unless it demands all that some old one did: with monotone demands that is exact. A scheme is its name and what it says
(type, place, address), so a renamed scheme is the same one and a redefined one is another; each OAuth flow is an
alternative way to a token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod

from generator.changes import Verdict
from generator.changes.openapi.found import Rule
from generator.changes.openapi.met import Seen
from generator.changes.openapi.operations import Operation
from generator.changes.openapi.references import Document, Place, ReferenceMissing, resolved, root, text

Demand = tuple[str, ...]
Alternative = frozenset[Demand]

_MOST = 256
"""How many alternatives one operation may have before they are no longer told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Security:
    """What a document says about security: each scheme's ways in by name, and where the general rule stands."""

    ways: Mapping[str, tuple[Demand, ...]]
    general: Place
    known: dict[str, list[Alternative]] = field(default_factory=dict)

    def demanded(self, rule: Place) -> list[Alternative]:
        """Return the alternatives of a rule, each rule read once however many operations state it."""
        written = text(rule.value)
        if written not in self.known:
            self.known[written] = _alternatives(rule, self)
        return self.known[written]


def securities(old: Document, new: Document) -> tuple[Security, Security]:
    """Return both documents' schemes; one that was only renamed has the old one's name on both sides."""
    before, after = _schemes(old), _schemes(new)
    gone = {name: way for name, way in before.items() if name not in after}
    names = {}
    for name, way in after.items():
        same = [known for known, other in gone.items() if other == way]
        if name not in before and len(same) == 1:
            names[name] = same[0]
            del gone[same[0]]
    return (
        Security({name: _named(name, way) for name, way in before.items()}, root(old).at("security")),
        Security({name: _named(names.get(name, name), way) for name, way in after.items()}, root(new).at("security")),
    )


def security_changes(old: Operation, new: Operation, sides: tuple[Security, Security]) -> Iterator[Seen]:
    """Yield whether others may call the operation now, and whether some may no longer."""
    places = _rule(old, sides[0]), _rule(new, sides[1])
    before, after = (side.demanded(place) for place, side in zip(places, sides, strict=True))
    if before == after:
        return
    loose = [one for one in after if not any(one >= other for other in before)]
    tight = [one for one in before if not any(one >= other for other in after)]
    in_full = _words(before) == _words(after)
    was, now = _words(before, in_full=in_full), _words(after, in_full=in_full)
    if loose and frozenset() in after:
        words = f"nothing is needed any more to call it (it was: {was})"
        yield Seen(Rule.security_dropped, Verdict.wider, *places, words)
    elif loose:
        words = f"{_words(loose, in_full=in_full)} is enough now to call it (it was: {was})"
        yield Seen(Rule.security_loosened, Verdict.wider, *places, words)
    if tight:
        words = f"{_words(tight, in_full=in_full)} is no longer enough to call it (it is: {now})"
        yield Seen(Rule.security_tightened, Verdict.narrower, *places, words)


def _rule(operation: Operation, side: Security) -> Place:
    own = operation.place.at("security")
    # The general rule is about those who call the API, not about those whom it calls.
    return side.general if own.value is None and not operation.inverted else own


def _alternatives(rule: Place, side: Security) -> list[Alternative]:
    """Return the alternatives of a rule; none at all means that nothing is demanded."""
    found: list[Alternative] = []
    for requirement in rule.items():
        ways = []
        for name, scopes in requirement.entries():
            wanted = sorted(str(scope.value) for scope in scopes.items())
            known = side.ways.get(name, ((name, "undeclared"),))
            ways.append([frozenset((way, *((*way, "scope", scope) for scope in wanted))) for way in known])
        if prod(len(known) for known in ways) > _MOST:
            found.append(frozenset({("all of", text(requirement.value))}))
        else:
            found += [frozenset[Demand]().union(*each) for each in product(*ways)]
    found = found or [frozenset()]
    if len(found) > _MOST:
        return [frozenset({("one of", text(rule.value))})]
    # What demands more than another alternative lets in nobody else.
    least = [one for one in dict.fromkeys(found) if not any(other < one for other in found)]
    return sorted(least, key=sorted)


def _schemes(document: Document) -> dict[str, tuple[Demand, ...]]:
    """Return what each scheme says, descriptions apart: the ways in."""
    found = {}
    for name, place in root(document).at("components", "securitySchemes").entries():
        try:
            found[name] = tuple(_said(resolved(place)))
        except ReferenceMissing:
            continue
    return found


def _named(name: str, said: tuple[Demand, ...]) -> tuple[Demand, ...]:
    return tuple((name, *way) for way in said)


def _said(scheme: Place) -> Iterator[Demand]:
    kind = scheme.text("type")
    if kind == "apiKey":
        name = scheme.text("name")
        yield kind, scheme.text("in"), name.lower() if scheme.text("in") == "header" else name
    elif kind == "http":
        yield kind, scheme.text("scheme").lower()
    elif kind == "openIdConnect":
        yield kind, scheme.text("openIdConnectUrl")
    elif kind == "oauth2" and scheme.at("flows").object:
        for name, flow in scheme.at("flows").entries():
            if not name.startswith("x-"):
                yield kind, name, flow.text("authorizationUrl"), flow.text("tokenUrl")
    else:
        yield (kind,)


def _words(alternatives: list[Alternative], *, in_full: bool = False) -> str:
    """Return alternatives as words, such as ``key, or login (read, write)``; ``in_full`` says what each scheme is."""
    return ", or ".join(dict.fromkeys(_said_of(alternative, in_full=in_full) for alternative in alternatives))


def _said_of(alternative: Alternative, *, in_full: bool) -> str:
    scopes: dict[str, list[str]] = {}
    for demand in sorted(alternative):
        is_scope = len(demand) > 2 and demand[-2] == "scope"
        said = demand[:-2] if is_scope else demand
        held = scopes.setdefault(" ".join(filter(None, said)) if in_full else demand[0], [])
        if is_scope:
            held.append(demand[-1])
    return " with ".join(f"{name} ({', '.join(held)})" if held else name for name, held in scopes.items()) or "nothing"
