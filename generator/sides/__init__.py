"""The two sides of a comparison, as they are named on a command line and read.

    read("git:main:order.schema.json", Reading(folder=Path.cwd()))    # SchemaSide(...)

A side is one schema, a whole OpenAPI document, or the source of a Python module. Nothing is ever fetched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.annotated import without_formats
from generator.canonical import Json
from generator.containment import Dialect, Schema, schema
from generator.errors import UsageInvalid
from generator.sides import documents
from generator.sides.references import Given, Shelf, leads_away
from generator.sides.spelling import NamedFile, NamedType, parse
from generator.sides.stores import Disk, Store, commit, shown

__all__ = ["ApiSide", "Given", "ModuleSide", "Reading", "SchemaSide", "Side", "read"]


@dataclass(frozen=True, slots=True)
class SchemaSide:
    """One schema; ``place`` is the file that it is read from, for people and editors, ``data`` what stands there."""

    spelled: str
    place: str
    schema: Schema
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class ApiSide:
    """A whole OpenAPI document, and the documents that its references lead to, by address."""

    spelled: str
    place: str
    document: Mapping[str, Json]
    dialect: Dialect
    uri: str
    others: Mapping[str, Json]
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class ModuleSide:
    """The source of a Python module."""

    spelled: str
    place: str
    source: str


Side: TypeAlias = SchemaSide | ApiSide | ModuleSide


@dataclass(frozen=True, slots=True)
class Reading:
    """How sides are read.

    ``folder`` is where names start, ``given`` what ``--with`` named, ``dialect`` what a schema without ``$schema`` is
    written in, ``mode`` which of pydantic's two schemas is meant, ``annotate`` whether formats say nothing about what
    is taken, and ``standard_input`` reads what stands there.
    """

    folder: Path
    given: tuple[Given, ...] = ()
    dialect: Dialect = Dialect.draft2020_12
    mode: str = "validation"
    annotate: bool = False
    standard_input: Callable[[], bytes] = lambda: b""


def read(spelled: str, reading: Reading) -> Side:
    """Read one side. Raises UsageInvalid that names the place and the remedy."""
    named = parse(spelled)
    if isinstance(named, NamedType):
        return _type(named, reading)
    store = Disk() if named.ref is None else commit(named.ref, reading.folder)
    path = Path(os.path.normpath(reading.folder / named.path))
    data = reading.standard_input() if named.path == "-" else store.read(path)
    if data is None:
        where = f" in {named.ref}" if named.ref is not None else ""
        raise UsageInvalid(f"there is no file {shown(path)}{where}. Give a file, git:REF:path or module:Model.")
    place = "stdin" if named.path == "-" else shown(path)
    if named.is_python:
        return ModuleSide(spelled, place, _source(data, place))
    return _document(named, path, data, store, reading)


def given(words: tuple[str, ...], folder: Path) -> tuple[Given, ...]:
    """Return what ``--with`` named: FILE, or ADDRESS=FILE. Raises UsageInvalid for a file that is not there."""
    found = []
    for word in words:
        address, sign, name = word.rpartition("=")
        address, name = (address, name) if sign and "://" in address else ("", word)
        path = Path(os.path.normpath(folder / name))
        if not path.is_file():
            raise UsageInvalid(f"--with {word}: there is no file {name}. Name one that is there.")
        found.append(Given(path, address.partition("#")[0]))
    return tuple(found)


def _type(named: NamedType, reading: Reading) -> SchemaSide:
    from generator.sides.models import read as read_model  # noqa: PLC0415  # only for a type in Python

    model = read_model(named, reading.mode, reading.folder)
    found = without_formats(model.schema) if reading.annotate else model.schema
    return SchemaSide(named.spelled, model.file, schema(found, dialect=Dialect.draft2020_12))


def _source(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageInvalid(f"{place} is not UTF-8: byte {error.start + 1}. Save it as UTF-8.") from error


def _document(named: NamedFile, path: Path, data: bytes, store: Store, reading: Reading) -> SchemaSide | ApiSide:
    place = "stdin" if named.path == "-" else shown(path)
    document = documents.parse(data, place)
    found = documents.at(document, named.pointer, place)
    folder = path.parent
    uri = store.uri(path if named.path != "-" else reading.folder / "stdin")
    others: Mapping[str, Json] = {}
    if leads_away(data):
        others = Shelf(store, folder, reading.given).gather(document, named.pointer, uri, place)
    if reading.annotate:
        document = without_formats(document)
        others = {address: without_formats(other) for address, other in others.items()}
    dialect = _dialect(document, reading.dialect, place, named.pointer)
    if isinstance(document, dict) and "openapi" in document and not named.pointer:
        return ApiSide(named.spelled, place, document, dialect, uri, others, data)
    if not isinstance(found, dict | bool):
        what = f"{place}#{named.pointer}" if named.pointer else place
        raise UsageInvalid(
            f"{what} is no JSON Schema: that is an object, true or false. Name one, such as {place}#/$defs/x"
        )
    try:
        whole = schema(document, named.pointer, dialect=dialect, uri=uri, others=others)
    except ValueError as error:
        raise UsageInvalid(f"{place}: {error}") from error
    return SchemaSide(named.spelled, place, whole, data)


def _dialect(document: Json, default: Dialect, place: str, pointer: str) -> Dialect:
    """Return what the document is written in, as far as it is an API's; ``$schema`` has its say elsewhere."""
    if not isinstance(document, dict):
        return default
    if isinstance(document.get("swagger"), str):
        if pointer:
            return Dialect.draft4  # what its schemas are made of
        raise UsageInvalid(
            f"{place} is Swagger {document['swagger']}. Convert it to OpenAPI 3.0, or name one schema: {place}#/..."
        )
    version = document.get("openapi")
    if not isinstance(version, str):
        return default
    known = {"3.0": Dialect.openapi3_0, "3.1": Dialect.openapi3_1}
    dialect = known.get(".".join(version.split(".")[:2]))
    if dialect is None:
        raise UsageInvalid(f"{place} says openapi: {version}. OpenAPI 3.0 and 3.1 are read: save it as one of them.")
    return dialect
