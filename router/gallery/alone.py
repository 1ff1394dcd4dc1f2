"""One story as the bare document that its bundle draws, and the digest that tells whether two look the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from starlette.responses import Response

from router.features import Feature
from router.gallery import told
from router.gallery.told import Told
from router.loader import Bundle
from router.problems import said

_SCHEMES = frozenset({"light", "dark"})
_BOTH = b'<meta name="color-scheme" content="light dark">'
_RELOADING = '<script type="module" src="/ui/reload.js"></script>'
_STILL = b'<script src="/ui/stories-reduced.js"></script>'  # first of all, so that nothing has asked the system yet
_VERSION = re.compile(rb"/ui/([a-z0-9_]+)/v[0-9]+/")
_FILES = re.compile(rb'(["( ])/ui/(?=[a-z0-9_]+/v[0-9]+/)')
_MOST_KNOWN = 4096  # stories; one that is forgotten is drawn again


class Undrawable(Exception):
    """A story that its bundle cannot draw; the message says where it is wrong."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How a story is to be shown: ``?scheme=``, ``?locale=``, ``?motion=reduce``; empty is as it is told."""

    scheme: str = ""
    locale: str = ""
    motion: str = ""


def document(bundle: Bundle, component: str, story: str, locale: str = "") -> Response | None:
    """Return a story's own answer, None for a story that does not exist. Raises Undrawable."""
    components = bundle.components
    if components is None or component not in components.INTERFACE.components:
        return None
    try:
        found = next((each for each in told.stories(bundle, component) if each.name == story), None)
        if found is None:
            return None
        if locale in components.INTERFACE.locales and locale != found.locale:
            return _answered(bundle, component, replace(found, locale=locale))
        return _responded(bundle, components.story(component, story))
    except Exception as error:  # generated code and data; whoever works on it wants to know what is wrong
        raise _undrawable(bundle, component, story, error) from error


def _answered(bundle: Bundle, component: str, story: Told) -> Response:
    """Return a story's answer from what we have read of it, as the bundle itself would draw it."""
    interface, markup = _interface(bundle), _module(bundle, "markup")
    view = markup.View(story.locale, story.zone, story.hour12)
    props = interface.components[component].props.model_validate_json(story.props)
    slots = {name: markup.Markup("<p>{}</p>").format(text) for name, text in story.slots.items()}
    body = interface.render(component, view, props, **slots)
    return _responded(bundle, markup.Page(title=f"{component}: {story.name}", body=body, view=view))


def _responded(bundle: Bundle, page: object) -> Response:
    answer = _module(bundle, "markup").respond(_interface(bundle), page, "text/html")
    assert isinstance(answer, Response)  # noqa: S101 - markup.py is ours, rendered
    return answer


def _interface(bundle: Bundle) -> Any:  # noqa: ANN401 - the bundle's own class
    return _module(bundle, "components").INTERFACE


def _module(bundle: Bundle, name: str) -> ModuleType:
    found = bundle.module(name)
    if found is None:
        raise LookupError(f"{name}.py was unloaded")
    return found


def _undrawable(bundle: Bundle, component: str, story: str, error: Exception) -> Undrawable:
    place = f"generated/{bundle.feature}/v{bundle.version}/ui"
    return Undrawable(f"{place}: the story {story!r} of {component} cannot be shown. {said(error)}")


def dressed(answer: Response, dress: Dress, *, live: bool, place: str = "") -> Response:
    """Return a story's answer as it is to be shown; one of another ``place`` takes its files from there."""
    page, more = bytes(answer.body), ""
    if dress.scheme in _SCHEMES:
        page = page.replace(_BOTH, _BOTH.replace(b"light dark", dress.scheme.encode()), 1)
        more = f'<link rel="stylesheet" href="/ui/{dress.scheme}.css">'
    if live and dress.motion == "reduce":
        page = page.replace(b"<head>", b"<head>" + _STILL, 1)
    if live:
        more += _RELOADING
    if place:
        page = _FILES.sub(rb"\1/ui/" + place.encode() + b"/", page)
    page = page.replace(b"</head>", f"{more}</head>".encode(), 1)
    return Response(page, answer.status_code, {"Cache-Control": "no-store"}, "text/html")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a story looks like: a ``digest`` of all that it depends on, or what is ``wrong`` with it."""

    digest: str
    wrong: str = ""


class Drawings:
    """Remembers how stories look. Bundles are told apart by their ids, so nothing known goes stale."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Drawn] = {}

    def drawn(self, features: Sequence[Feature], bundle: Bundle, component: str, story: Told) -> Drawn:
        """Return how a story of one of ``features`` looks; versions' addresses count for nothing."""
        design = _design(features, bundle)
        key = (bundle.bundle_id, design.bundle_id if design else "", component, story.name)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = _drawn(bundle, design, component, story)
        return self._known[key]


def _drawn(bundle: Bundle, design: Bundle | None, component: str, story: Told) -> Drawn:
    try:
        data, wrong = bytes(_answered(bundle, component, story).body), ""
    except Exception as error:  # noqa: BLE001 - as above
        data, wrong = b"", str(_undrawable(bundle, component, story.name, error))
    digest = hashlib.sha256(_VERSION.sub(rb"/ui/\1/", data))
    own = (f"ui/{component}/style.css", f"ui/{component}/behavior.js")
    for part in (*(bundle.files.get(name, b"") for name in own), *_dress(design), wrong.encode()):
        digest.update(hashlib.sha256(part).digest())
    return Drawn(digest.hexdigest()[:16], wrong)


def _dress(design: Bundle | None) -> tuple[bytes, ...]:
    return tuple(design.files.get(name, b"") for name in ("ui/design.css", "ui/icons.svg")) if design else ()


def _design(features: Sequence[Feature], bundle: Bundle) -> Bundle | None:
    interface = getattr(bundle.components, "INTERFACE", None)
    name, _, version = str(getattr(interface, "design", "")).partition("/v")
    feature = next((each for each in features if each.name == name), None)
    return feature.bundles.get(int(version)) if feature and version.isdigit() else None
