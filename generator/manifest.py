"""``bundle.json``: what one unit's code was made from and made into, locked by digests.

The manifest is a pure function of its inputs: sorted keys, no timestamp, no path of a machine. ``bundle_id`` is the
SHA-256 of everything else in it, so a manifest that was edited by hand does not match itself.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from generator.canonical import digest, pretty_json
from generator.requests import Source
from generator.units import Unit

FILE_NAME = "bundle.json"
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ManifestInvalid(ValueError):
    """The bytes are no manifest, or one that does not match its own ``bundle_id``."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(_Value):
    """One round of a repair chain: a request, the recording that answered it, and what that took."""

    request: Sha256
    recording: Sha256
    answered_by: str
    source: Source
    input_tokens: int
    output_tokens: int
    cost_usd: float


class LockedPrompt(_Value):
    """One prompt: digests of its source and parts, the first request's digest, and the chain that answered it."""

    source: Sha256
    front_matter: Sha256
    body: Sha256
    rendered: Sha256
    model: str
    config: dict[str, JsonValue]
    assumptions: tuple[str, ...]
    chain: tuple[Link, ...]


class LockedSchema(_Value):
    """One schema: digest of the file's bytes, and of its strict form."""

    source: Sha256
    strict: Sha256


class LockedFile(_Value):
    """One generated file: ``answered`` as the model gave it, ``written`` as formatted, ``semantic`` without layout."""

    origin: Literal["model", "rendered"]
    answered: Sha256 | None
    written: Sha256
    semantic: Sha256


class LockedOperation(_Value):
    """One operation that the unit serves."""

    id: str
    method: str
    path: str
    status: int


class LockedComponent(_Value):
    """One component: its props class, its markup parameters, and whether it has a behaviour."""

    props: str
    slots: tuple[str, ...]
    script: bool


class LockedInterface(_Value):
    """What the unit shows: the design that it is drawn in (None: it is one itself), languages and components."""

    design: str | None
    locales: tuple[str, ...]
    components: dict[str, LockedComponent]


class Manifest(_Value):
    """Everything in ``bundle.json`` but ``bundle_id``, which follows from it.

    ``inputs`` maps every file that rendering reads (relative to the root) to the SHA-256 of its bytes; ``parent`` is
    the ``bundle_id`` of the version before this one; ``waivers`` is the SHA-256 of ``widens.toml``.
    ``ui`` stands in the file only where the unit has a ui.prompt.
    """

    lock_version: Literal[1] = 1
    feature: str
    version: int
    parent: Sha256 | None
    inputs: dict[str, Sha256]
    prompts: dict[str, LockedPrompt]
    schemas: dict[str, LockedSchema]
    kernel: str
    operations: tuple[LockedOperation, ...]
    files: dict[str, LockedFile]
    openapi: Sha256
    waivers: Sha256 | None
    rendered_with: dict[str, str]
    ui: LockedInterface | None = None

    @cached_property
    def bundle_id(self) -> str:
        """SHA-256 of the canonical JSON of every other key."""
        return digest(self.table())

    @property
    def unit(self) -> Unit:
        """The unit that this manifest locks."""
        return Unit(self.feature, self.version)

    def with_parent(self, parent: str | None) -> Manifest:
        """Return this manifest after another version before it."""
        return Manifest.model_validate({**self.model_dump(), "parent": parent})

    def table(self) -> dict[str, JsonValue]:
        """Return what the file holds, but ``bundle_id``."""
        return self.model_dump(mode="json", exclude={"ui"} if self.ui is None else None)

    def to_bytes(self) -> bytes:
        """Return the file's bytes: pretty canonical JSON that ends in one LF."""
        return pretty_json({**self.table(), "bundle_id": self.bundle_id})


def parse(data: bytes) -> Manifest:
    """Return the manifest in ``data``. Raises ManifestInvalid for anything that ``Manifest.to_bytes`` did not write."""
    try:
        table = json.loads(data)
        claimed = table.pop("bundle_id")
        manifest = Manifest.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ManifestInvalid(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise ManifestInvalid(f"is not the JSON object of a manifest: {error}") from error
    if manifest.bundle_id != claimed:
        raise ManifestInvalid(f"bundle_id is {claimed}, but the content's digest is {manifest.bundle_id}")
    return manifest
