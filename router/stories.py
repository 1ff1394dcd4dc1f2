"""The gallery: every component in each of its states, and each state alone at an address of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import Scope

from router import pages
from router.features import Feature
from router.loader import Bundle
from router.manifests import Refusal
from router.policy import WITH_FRAMES
from router.problems import Problem, said
from router.rendering import render
from router.watch import Watch

_SCHEMES = ("light", "dark")
_BOTH = b'<meta name="color-scheme" content="light dark">'
_WIDTHS = (320, 768, 1024)
_RELOADING = '<script type="module" src="/ui/reload.js"></script>'


@dataclass(frozen=True, slots=True)
class Story:
    """One state of a component."""

    name: str
    summary: str
    href: str


@dataclass(frozen=True, slots=True)
class Component:
    """A component of one bundle and its states, or why they cannot be listed."""

    name: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One version of a feature as the gallery shows it; ``others`` are further versions that have components."""

    feature: str
    version: int
    components: tuple[Component, ...]
    error: str
    others: tuple[int, ...]


def answer(features: Sequence[Feature], watch: Watch, scope: Scope, *, live: bool = False) -> Response | None:
    """Return the gallery (``/stories``, or of one version) or one story, None for any other address.

    ``live`` pages reload themselves when what they show has changed.
    """
    path: str = scope["path"]
    if path == "/stories":
        shown = [unit for feature in features if (unit := _unit(feature, _first(feature, watch)))]
        return _gallery(shown, features, scope, live=live)
    name, version, *rest = [*path.removeprefix("/stories/").split("/"), ""]
    feature = next((feature for feature in features if feature.name == name), None)
    bundle = _bundle(feature, version)
    if feature is None or bundle is None:
        return None
    match rest:
        case [""]:
            unit = _unit(feature, bundle)
            return _gallery([unit] if unit else [], [feature], scope, live=live)
        case [component, story, ""]:
            return _alone(bundle, component, story, scope, live=live)
    return None


def _bundle(feature: Feature | None, version: str) -> Bundle | None:
    if feature is None:
        return None
    return next((bundle for number, bundle in feature.bundles.items() if f"v{number}" == version), None)


def told_by(bundle: Bundle) -> bool:
    """Say whether a bundle has components with stories; a design has an interface, but none of its own."""
    return bundle.components is not None and any(path.endswith("/stories.json") for path in bundle.files)


def _first(feature: Feature, watch: Watch) -> Bundle | None:
    """Return the version that is shown without being asked for: what is served, if it has components."""
    decision = pages.stable(feature, watch)
    served = feature.bundles[decision.version] if decision else None
    if served and told_by(served):
        return served
    return next((bundle for _, bundle in sorted(feature.bundles.items(), reverse=True) if told_by(bundle)), None)


def _unit(feature: Feature, bundle: Bundle | None) -> Unit | None:
    if bundle is None or not told_by(bundle):
        return None
    others = tuple(
        number for number, other in sorted(feature.bundles.items()) if told_by(other) and number != bundle.version
    )
    try:
        components = tuple(_listed(bundle))
    except Exception as error:  # noqa: BLE001 - generated code and data; the gallery stands and says what is wrong
        return Unit(feature.name, bundle.version, (), _told(bundle, "its stories cannot be listed", error), others)
    return Unit(feature.name, bundle.version, components, "", others)


def _listed(bundle: Bundle) -> Iterable[Component]:
    assert bundle.components is not None  # noqa: S101 - asked by every caller
    for component, stories in bundle.components.stories().items():
        place = f"/stories/{bundle.feature}/v{bundle.version}/{component}"
        yield Component(
            str(component),
            tuple(Story(str(story["name"]), str(story["summary"]), f"{place}/{story['name']}") for story in stories),
        )


def _gallery(units: Sequence[Unit], features: Iterable[Feature], scope: Scope, *, live: bool) -> Response:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("width", [""])[0]
    width = int(asked) if asked.isascii() and asked.isdigit() and 100 <= int(asked[:5]) <= 4000 else 0
    refusals: list[Refusal] = [refusal for feature in features for refusal in feature.refusals]
    page = render(
        "stories.html",
        units=units,
        refusals=refusals,
        width=width,
        widths=_WIDTHS,
        schemes=_SCHEMES,
        path=scope["path"],
        live=live,
    )
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": WITH_FRAMES}
    return Response(page, headers=headers, media_type="text/html")


def _alone(bundle: Bundle, component: str, story: str, scope: Scope, *, live: bool) -> Response | None:
    """Return the bare document of one story; ``?scheme=`` light or dark shows it as if the system were set so."""
    components, markup = bundle.components, bundle.module("markup")
    if components is None or markup is None:
        return None
    try:
        if story not in {each["name"] for each in components.stories().get(component, ())}:
            return None
        response = markup.respond(components.INTERFACE, components.story(component, story), "text/html")
    except Exception as error:  # noqa: BLE001 - generated code and data; whoever works on it wants to know what is wrong
        place = f"the story {story!r} of {component} cannot be shown"
        return Problem(500, _told(bundle, place, error), title="This story cannot be shown").response()
    assert isinstance(response, Response)  # noqa: S101 - markup.py is ours, rendered
    scheme = parse_qs(scope["query_string"].decode("latin-1")).get("scheme", [""])[0]
    return _shown(response, scheme if scheme in _SCHEMES else "", live=live)


def _shown(response: Response, scheme: str, *, live: bool) -> Response:
    page, more = bytes(response.body), ""
    if scheme:
        page = page.replace(_BOTH, _BOTH.replace(b"light dark", scheme.encode()), 1)
        more = f'<link rel="stylesheet" href="/ui/{scheme}.css">'
    if live:
        more += _RELOADING
    page = page.replace(b"</head>", f"{more}</head>".encode(), 1)
    return Response(page, response.status_code, {"Cache-Control": "no-store"}, "text/html")


def _told(bundle: Bundle, what: str, error: Exception) -> str:
    place = f"generated/{bundle.feature}/v{bundle.version}/ui"
    return f"{place}: {what}. {said(error)}"
