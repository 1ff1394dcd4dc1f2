"""Where references lead: within a document, and into the other documents that were given. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote, urljoin

from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import SchemaRegistry, SchemaResource, lookup_recursive_ref

from generator import exact_json, pointers
from generator.canonical import Json
from generator.containment.dialects import Dialect, dialect_of
from generator.containment.invalid import ContainmentInvalid, ReferenceMissing

if TYPE_CHECKING:
    from referencing._core import Resolver

_SCOPED = ('"$id":', '"$anchor":', '"$dynamicAnchor":', '"$recursiveAnchor":')
_META = re.compile(r'"\$ref": "https?://json-schema\.org/')
_DYNAMIC = ('"$dynamicRef"', '"$recursiveRef"')
_Resolver: TypeAlias = "Resolver[Any]"
_NOWHERE = "https://document.invalid/"


@dataclass(frozen=True, slots=True)
class Place:
    """A schema and what its references are read against.

    ``resolver`` is None in a document that names no place but by pointer. ``scope`` tells places apart that dynamic
    references make different; ``entered`` says that its own ``$id`` counts already. ``pointer`` is where it stands
    in ``uri``, as far as known.
    """

    contents: Any
    dialect: Dialect
    uri: str
    pointer: str
    resolver: _Resolver | None = None
    scope: tuple[str, ...] = ()
    entered: bool = False


def below(place: Place, contents: object, *steps: str | int) -> Place:
    """Return the place of ``contents`` below ``place``."""
    way = "".join(f"/{pointers.escaped(step)}" for step in steps)
    return Place(contents, place.dialect, place.uri, place.pointer + way, place.resolver, place.scope)


def invalid(place: Place, keyword: str, what: str) -> ContainmentInvalid:
    """Return the error that names a keyword and what it must be."""
    at = f"{place.pointer}/{keyword}" if keyword else place.pointer
    return ContainmentInvalid(f"{at or 'the schema'}: {what}. Mend it.")


class Library:
    """One document and those that it may refer to."""

    def __init__(self, document: Json, dialect: Dialect, uri: str, others: Mapping[str, Json]) -> None:
        self.document = document
        self.others = others
        self.dialect = dialect_of(document, dialect)
        self._given = uri or _NOWHERE
        self.uri = urljoin(self._given, _named(document, self.dialect))
        self._registry: SchemaRegistry | None = None
        self.text = text = "" if dialect is Dialect.openapi3_0 else text_of(document)
        self.plain = not self._scoped(text)
        self._dynamic = not self.plain and any(
            word in part for part in (text, *(text_of(other) for other in others.values())) for word in _DYNAMIC
        )

    def _scoped(self, text: str) -> bool:
        """Say whether a place in the document has a name, or a base of its own, other than the document's."""
        words = ('"id": "',) if self.dialect.age == 4 else _SCOPED
        return sum(text.count(word) for word in words) > bool(_named(self.document, self.dialect))

    def place(self, pointer: str) -> Place:
        """Return the schema at a JSON pointer. Raises ContainmentInvalid where there is none."""
        if self.plain:
            return Place(self._at(pointer), self.dialect, self.uri, pointer)
        root = self._resolver().lookup(self.uri)
        if not pointer:
            return self._found(root.contents, root.resolver, self.dialect, "#")
        try:
            found = root.resolver.lookup(f"#{pointer}")
        except Unresolvable as error:
            raise ContainmentInvalid(f"{self.uri} has nothing at {pointer}. Mend the pointer.") from error
        return self._found(found.contents, found.resolver, self.dialect, f"#{pointer}")

    def follow(self, place: Place, ref: str, keyword: str = "$ref") -> Place:
        """Return where a reference at ``place`` leads. Raises ContainmentInvalid where it leads nowhere."""
        if place.resolver is None and ref.startswith("#") and (len(ref) == 1 or ref[1] == "/"):
            pointer = unquote(ref[1:])
            try:
                return Place(self._at(pointer), place.dialect, place.uri, pointer)
            except ContainmentInvalid:
                # Some write a per cent sign as it is.
                return Place(self._at(ref[1:]), place.dialect, place.uri, ref[1:])
        resolver = place.resolver or self._resolver().lookup(self.uri).resolver
        try:
            contents, resolver = self._looked_up(resolver, ref, keyword)
        except (Unresolvable, ValueError, TypeError, LookupError, AttributeError) as error:
            raise _nowhere(ref, place) from error
        return self._found(contents, resolver, place.dialect, ref)

    def _looked_up(self, resolver: _Resolver, ref: str, keyword: str) -> tuple[object, _Resolver]:
        if keyword == "$recursiveRef":
            found = lookup_recursive_ref(resolver)
        elif keyword == "$ref" and self._dynamic:
            return self._static(resolver, ref)
        else:
            found = resolver.lookup(ref)
        return found.contents, found.resolver

    def enter(self, place: Place) -> Place:
        """Return ``place`` read against its own ``$id`` and ``$schema``, if it has them."""
        if place.resolver is None or place.entered or (place.dialect.age < 8 and _is_reference(place.contents)):
            return place
        dialect = dialect_of(place.contents, place.dialect)
        named = _named(place.contents, dialect)
        if not named:
            return place
        # Looking itself up puts the place it came from into the dynamic scope.
        try:
            resolver = place.resolver.lookup(named).resolver
        except Unresolvable as error:
            raise _nowhere(named, place) from error
        return self._found(place.contents, resolver, dialect, place.pointer)

    def _static(self, resolver: _Resolver, ref: str) -> tuple[object, _Resolver]:
        """Look up as ``$ref`` does: an anchor is where it stands, whatever has been entered before."""
        base, _, fragment = ref.partition("#")
        if not fragment or fragment.startswith("/"):
            found = resolver.lookup(ref)
            return found.contents, found.resolver
        around = resolver.lookup(base or "#").resolver
        anchor = around._registry.anchor(around._base_uri, fragment)  # there is no public way
        return anchor.value.resource.contents, around

    def _found(self, contents: object, resolver: _Resolver, dialect: Dialect, pointer: str) -> Place:
        # A name means the outermost place that has it, so of a place met again only the outermost counts.
        met = reversed([uri for uri, _ in resolver.dynamic_scope()]) if self._dynamic else ()
        scope = tuple(dict.fromkeys(met))
        return Place(contents, dialect_of(contents, dialect), self.uri, pointer, resolver, scope, entered=True)

    def _at(self, pointer: str) -> Json:
        node = self.document
        for key in pointers.steps(pointer):
            if isinstance(node, dict) and key in node:
                node = node[key]
            elif isinstance(node, list) and key.isdecimal() and len(key) < 9 and int(key) < len(node):
                node = node[int(key)]
            else:
                raise ReferenceMissing(f"#{pointer} leads nowhere in the document. Mend it, or give what it means.")
        return node

    def _resolver(self) -> _Resolver:
        if self._registry is None:
            registry: SchemaRegistry = Registry()
            if any(_META.search(part) for part in (self.text, *(text_of(other) for other in self.others.values()))):
                registry = _meta_schemas()
            for contents, uris in self._documents():
                specification = dialect_of(contents, self.dialect).specification
                resource = specification.create_resource(contents)  # type: ignore[arg-type]  # checked when it is read
                registry = _with(registry, uris, resource)
            self._registry = registry
        return self._registry.resolver(self.uri)

    def _documents(self) -> Iterator[tuple[Json, set[str]]]:
        """Yield each document with the addresses that it may be called by."""
        yield self.document, {self._given, self.uri}
        for uri, contents in self.others.items():
            yield contents, {urljoin(self._given, uri), urljoin(self.uri, uri)}


def _meta_schemas() -> SchemaRegistry:
    """Return the schemas of schemas, which references need not bring along."""
    # Slow to import, and rare.
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # noqa: PLC0415

    found: SchemaRegistry = REGISTRY
    return found


def _with(registry: SchemaRegistry, uris: set[str], resource: SchemaResource) -> SchemaRegistry:
    """Return ``registry`` with one more document; one that is no schema is in the way of nobody who does not ask."""
    further = registry.with_resources([(uri, resource) for uri in sorted(uris)])
    try:
        return further.crawl()
    except (TypeError, AttributeError, ValueError):
        return registry.with_resources([(uri, SchemaResource.opaque(resource.contents)) for uri in sorted(uris)])


def text_of(value: object) -> str:
    """Return a JSON value as text, the same for the same value, whatever the order of members."""
    try:
        return exact_json.ordered(value)
    except (RecursionError, ValueError) as error:
        raise ContainmentInvalid(
            "the document nests some hundreds of levels deep, or holds an integer of thousands of digits. "
            "Flatten it, or write the number with an exponent."
        ) from error


def _is_reference(contents: object) -> bool:
    """Say whether a schema is a reference, beside which older drafts read nothing."""
    return isinstance(contents, dict) and "$ref" in contents


def _named(contents: object, dialect: Dialect) -> str:
    """Return the address that a schema gives itself, empty for none."""
    named = contents.get("id" if dialect.age == 4 else "$id") if isinstance(contents, dict) else None
    return named if isinstance(named, str) and not named.startswith("#") else ""


def _nowhere(ref: str, place: Place) -> ReferenceMissing:
    return ReferenceMissing(
        f"the reference {ref} (in {place.uri}{place.pointer}) leads nowhere among the documents given. "
        "Give the document that it means, or mend it: nothing is fetched."
    )
