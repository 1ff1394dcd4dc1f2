"""A manifest is a value: what is written is read back equal, and a forged one does not match itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.canonical import sha256
from generator.manifest import (
    Link,
    LockedFile,
    LockedOperation,
    LockedPrompt,
    LockedSchema,
    Manifest,
    ManifestInvalid,
    parse,
)
from generator.requests import Source

SHA = st.binary(max_size=4).map(sha256)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
COUNT = st.integers(0, 10**9)
MANIFESTS = st.builds(
    Manifest,
    lock_version=st.just(1),
    feature=st.just("look"),
    version=st.integers(1, 99),
    parent=st.none() | SHA,
    inputs=st.dictionaries(TEXT, SHA, max_size=3),
    prompts=st.dictionaries(
        TEXT,
        st.builds(
            LockedPrompt,
            source=SHA,
            front_matter=SHA,
            body=SHA,
            rendered=SHA,
            model=TEXT,
            config=st.dictionaries(TEXT, st.none() | st.booleans() | COUNT | st.floats(-1, 1) | TEXT, max_size=3),
            assumptions=st.lists(TEXT, max_size=2).map(tuple),
            chain=st.lists(
                st.builds(
                    Link,
                    request=SHA,
                    recording=SHA,
                    answered_by=TEXT,
                    source=st.sampled_from(Source),
                    input_tokens=COUNT,
                    output_tokens=COUNT,
                    cost_usd=st.floats(0, 10),
                ),
                max_size=2,
            ).map(tuple),
        ),
        max_size=2,
    ),
    schemas=st.dictionaries(TEXT, st.builds(LockedSchema, source=SHA, strict=SHA), max_size=2),
    kernel=TEXT,
    operations=st.lists(
        st.builds(LockedOperation, id=TEXT, method=TEXT, path=TEXT, status=st.integers(100, 599)), max_size=2
    ).map(tuple),
    files=st.dictionaries(
        TEXT,
        st.builds(
            LockedFile,
            origin=st.sampled_from(["model", "rendered"]),
            answered=st.none() | SHA,
            written=SHA,
            semantic=SHA,
        ),
        max_size=2,
    ),
    openapi=SHA,
    waivers=st.none() | SHA,
    rendered_with=st.dictionaries(TEXT, TEXT, max_size=2),
)
SMALL = Manifest(
    feature="look", version=1, parent=None, inputs={}, prompts={}, schemas={}, kernel="desk", operations=(), files={},
    openapi="0" * 64, waivers=None, rendered_with={},
)  # fmt: skip


@given(MANIFESTS)
def test_law_what_is_written_is_read_back_equal(manifest: Manifest) -> None:
    """Parsing the bytes gives the same value, the same bytes and the same identity."""
    again = parse(manifest.to_bytes())
    assert again == manifest
    assert again.to_bytes() == manifest.to_bytes()
    assert again.bundle_id == manifest.bundle_id == json.loads(manifest.to_bytes())["bundle_id"]


@given(MANIFESTS, MANIFESTS)
def test_law_the_identity_covers_every_key(one: Manifest, other: Manifest) -> None:
    """Two manifests have one bundle_id exactly when they are equal."""
    assert (one.bundle_id == other.bundle_id) == (one.to_bytes() == other.to_bytes())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kernel": "other"}, "bundle_id is "),
        ({"bundle_id": "0" * 64}, "bundle_id is "),
        ({"lock_version": 2}, "lock_version: Input should be 1"),
        ({"extra": 1}, "extra: Extra inputs are not permitted"),
        ({"openapi": "short"}, "openapi: String should match pattern"),
    ],
)
def test_a_changed_manifest_is_refused(change: dict[str, object], message: str) -> None:
    """Whatever is changed without its digest, added, or of another lock version is refused with its place."""
    table = {**json.loads(SMALL.to_bytes()), **change}
    with pytest.raises(ManifestInvalid, match=message):
        parse(json.dumps(table).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{}", b"<<<<<<< ours\n", b"\xff", b"[" * 100_000])
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    """Merge conflicts, other JSON and plain rubbish are refused, never crash."""
    with pytest.raises(ManifestInvalid, match="is not the JSON object of a manifest"):
        parse(data)
