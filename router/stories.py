"""The gallery: every component in each of its states, and each state alone at an address of its own.

``/stories`` shows all, ``/stories/<feature>/v<N>`` one bundle, ``.../<component>`` one component, ``?story=`` one story
large, and ``.../<component>/<story>`` the bare document of one. What an address may ask for besides stands in
:mod:`router.gallery.wishes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import Scope

from router import pages as served
from router.features import Feature
from router.gallery import pages
from router.gallery.alone import Dress, Undrawable, document, dressed
from router.gallery.pages import Chosen
from router.gallery.shelves import PLACE_BEFORE, Side, Work, components, told_by
from router.gallery.wishes import wishes
from router.loader import Bundle
from router.problems import Problem
from router.watch import Watch

SOURCE = "/stories/~source/"
_SHOWN_AS_SOURCE = (".html", ".css", ".js", ".json", ".svg")


def answer(features: Sequence[Feature], watch: Watch, scope: Scope, work: Work | None = None) -> Response | None:
    """Return the gallery, one story or, for those who ``work`` on components, a source; None for any other address."""
    path: str = scope["path"]
    inner = path.removeprefix("/stories/")
    if path == "/stories":
        return _gallery(features, watch, scope, _asked_for(features, watch, work), work)
    if work and inner.startswith(PLACE_BEFORE):
        before = work.before or ()
        return _alone(_parts(before, inner.removeprefix(f"{PLACE_BEFORE}/"), PLACE_BEFORE), scope, work)
    if work and path.startswith(SOURCE):
        return _source(features, path.removeprefix(SOURCE))
    side, rest = _parts(features, inner)
    if side is not None and len(rest) < 2:
        component = "".join(rest)
        known = {"", *(each.name for each in components(side.bundle))} if told_by(side.bundle) else ()
        return _gallery(features, watch, scope, (side,), work, component) if component in known else None
    return _alone((side, rest), scope, work)


def _parts(features: Sequence[Feature], path: str, place: str = "") -> tuple[Side | None, list[str]]:
    """Return the bundle that a path begins with, None for none, and the parts of the path after it."""
    name, version, *rest = [*path.split("/"), ""][:6]
    bundle = _bundle(features, name, version)
    return Side(bundle, features, place) if bundle else None, rest[:-1]


def _bundle(features: Sequence[Feature], name: str, version: str) -> Bundle | None:
    feature = next((feature for feature in features if feature.name == name), None)
    bundles = feature.bundles.items() if feature else ()
    return next((bundle for number, bundle in bundles if f"v{number}" == version), None)


def _asked_for(features: Sequence[Feature], watch: Watch, work: Work | None) -> tuple[Side, ...]:
    """Return the bundles that are shown: those asked for by name, else of each feature what is served."""
    only = work.only if work else ()
    found = [_first(feature, watch) for feature in features if not only or feature.name in only]
    found += [_bundle(features, *name.split("/", 1)) for name in only if "/" in name]
    return tuple(Side(bundle, features) for bundle in found if bundle and told_by(bundle))


def _first(feature: Feature, watch: Watch) -> Bundle | None:
    decision = served.stable(feature, watch)
    bundle = feature.bundles[decision.version] if decision else None
    if bundle and told_by(bundle):
        return bundle
    return next((bundle for _, bundle in sorted(feature.bundles.items(), reverse=True) if told_by(bundle)), None)


def _gallery(
    features: Sequence[Feature],
    watch: Watch,
    scope: Scope,
    sides: tuple[Side, ...],
    work: Work | None,
    component: str = "",
) -> Response:
    standard = _asked_for(features, watch, work)
    more = [side for side in sides if side not in standard]
    replaced = {side.bundle.feature for side in more}
    shown = [*(side for side in standard if side.bundle.feature not in replaced), *more]
    shown.sort(key=lambda side: (side.bundle.feature, side.bundle.version))
    refusals = [refusal for feature in features for refusal in feature.refusals]
    chosen = Chosen(sides, scope["path"], component)
    return pages.page(shown, chosen, wishes(scope["query_string"]), work, refusals)


def _alone(found: tuple[Side | None, list[str]], scope: Scope, work: Work | None) -> Response | None:
    """Return the bare document of one story, dressed as the query asks."""
    side, rest = found
    if side is None or len(rest) != 2:
        return None
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    dress = Dress(*(asked.get(name, [""])[0] for name in ("scheme", "locale", "motion")))
    try:
        drawn = document(side.bundle, rest[0], rest[1], dress.locale)
    except Undrawable as error:
        return Problem(500, str(error), title="This story cannot be shown").response()
    return drawn and dressed(drawn, dress, live=work is not None, place=side.place)


def _source(features: Sequence[Feature], path: str) -> Response | None:
    """Return one file of a bundle's interface as the text that it is."""
    name, version, inner = [*path.split("/", 2), "", ""][:3]
    bundle = _bundle(features, name, version)
    data = bundle.files.get(f"ui/{inner}") if bundle and inner.endswith(_SHOWN_AS_SOURCE) else None
    return None if data is None else Response(data, headers={"Cache-Control": "no-store"}, media_type="text/plain")
