"""The gallery's page: a tree of everything, and a canvas with what was chosen in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from router.gallery.rounds import Round
from router.gallery.shelves import (
    PLACE_BEFORE,
    Component,
    Side,
    State,
    Status,
    Work,
    components,
    named,
    states,
    told_by,
)
from router.gallery.told import Told
from router.gallery.wishes import BEFORE, MODES, Mode, Wishes
from router.manifests import Refusal
from router.policy import WITH_FRAMES
from router.rendering import render

WIDTHS = (320, 768, 1024, 1280)
_ORDER = (Status.changed, Status.new, Status.gone, Status.same)


@dataclass(frozen=True, slots=True)
class Frame:
    """One look at one story: where its document is, and how it is to be shown."""

    key: str
    title: str
    caption: str
    href: str
    digest: str
    width: int
    zoom: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One story on the canvas; its frames come in ``pairs`` where two bundles are seen beside each other."""

    key: str
    href: str
    alone: str
    state: State
    frames: tuple[Frame, ...]
    wrong: str
    pairs: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One component on the canvas."""

    component: Component
    href: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One version of a feature; ``others`` are versions to look at instead, with their addresses."""

    feature: str
    version: int
    href: str
    components: tuple[Component, ...]
    others: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """How many stories it has."""
        return sum(len(each.stories) for each in self.components)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the canvas shows: of each bundle all components, or one, and of that all stories, or one."""

    sides: tuple[Side, ...]
    path: str
    component: str = ""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What was chosen, ready to be drawn; ``same`` counts the stories that are left out because nothing changed."""

    shelf: Shelf
    parts: tuple[Part, ...]
    same: int = 0


def page(
    shown: Sequence[Side], chosen: Chosen, wishes: Wishes, work: Work | None, refusals: Sequence[Refusal]
) -> Response:
    """Return the page with a tree of ``shown`` and a canvas of what is ``chosen``."""
    modes = [mode for mode in MODES if work or not mode.live]
    if work is None:
        kept = tuple(mode.name for mode in modes if mode.name in wishes.modes)
        wishes = replace(wishes, against="", modes=kept or ("light",))
    canvases = [_canvas(side, chosen, wishes, work) for side in chosen.sides]
    canvases.sort(key=lambda canvas: not canvas.parts)  # where nothing changed comes last
    only = canvases[0].parts[0] if chosen.component and canvases and canvases[0].parts else None
    told: Round | None = work.round if work else None
    text = render(
        "stories.html",
        shelves=[_shelf(side) for side in shown],
        canvases=canvases,
        only=only,
        story=_story(only, wishes),
        around=_around(chosen, wishes),
        wishes=wishes,
        modes=modes,
        widths=WIDTHS,
        locales=_locales(chosen),
        rivals=_rivals(chosen, work),
        path=chosen.path,
        chosen=chosen,
        sources=_sources(chosen),
        refusals=refusals,
        round=told,
        live=work is not None,
    )
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": WITH_FRAMES}
    return Response(text, headers=headers, media_type="text/html")


def _shelf(side: Side) -> Shelf:
    feature = next(each for each in side.features if each.name == side.bundle.feature)
    others = [number for number, bundle in sorted(feature.bundles.items()) if told_by(bundle)]
    place = f"/stories/{feature.name}"
    return Shelf(
        feature.name,
        side.bundle.version,
        side.address(),
        components(side.bundle),
        tuple((f"v{number}", f"{place}/v{number}") for number in others if number != side.bundle.version),
    )


def _canvas(side: Side, chosen: Chosen, wishes: Wishes, work: Work | None) -> Canvas:
    other = rival(side, wishes.against, work)
    parts = [
        Part(each, side.address(each.name), tuple(_cards(side, other, each, wishes, work)))
        for each in named(side, other)
        if chosen.component in {"", each.name}
    ]
    if other is None or chosen.component:
        return Canvas(_shelf(side), tuple(parts))
    same = sum(card.state.status is Status.same for part in parts for card in part.cards)
    changed = [replace(part, cards=tuple(c for c in part.cards if c.state.status is not Status.same)) for part in parts]
    return Canvas(_shelf(side), tuple(part for part in changed if part.cards or part.component.wrong), same)


def rival(side: Side, against: str, work: Work | None) -> Side | None:
    """Return the bundle that ``side`` is to be seen beside: another version of it, or what stood before."""
    if work is None or not against:
        return None
    features = (work.before or ()) if against == BEFORE else side.features
    feature = next((each for each in features if each.name == side.bundle.feature), None)
    wanted = f"v{side.bundle.version}" if against == BEFORE else against
    bundles = feature.bundles.items() if feature else ()
    bundle = next((bundle for number, bundle in bundles if f"v{number}" == wanted), None)
    if bundle is None or bundle is side.bundle or not told_by(bundle):
        return None
    return Side(bundle, features, PLACE_BEFORE if against == BEFORE else "")


def _cards(side: Side, other: Side | None, component: Component, wishes: Wishes, work: Work | None) -> Iterator[Card]:
    found = list(states(work, side, component.name, other))
    if wishes.story:
        found = [state for state in found if state.story.name == wishes.story]
    elif other:
        found.sort(key=lambda state: _ORDER.index(state.status))
    for state in found:
        name = state.story.name
        yield Card(
            key=f"{side.bundle.feature}-{component.name}-{name}",
            href=side.address(component.name) + wishes.query(story=name),
            alone=(side if state.new else other or side).address(component.name, name),
            state=state,
            frames=tuple(_frames(side, other, component.name, state, wishes)),
            wrong=(state.new.wrong if state.new else "") or (state.old.wrong if state.old else ""),
            pairs=bool(other and state.new and state.old),
        )


def _frames(side: Side, other: Side | None, component: str, state: State, wishes: Wishes) -> Iterator[Frame]:
    for mode in wishes.shown:
        if other and state.old and not state.old.wrong:
            yield _frame(other, component, state.story, mode, wishes, state.old.digest, two=True)
        if state.new and not state.new.wrong:
            yield _frame(side, component, state.story, mode, wishes, state.new.digest, two=other is not None)


def _frame(side: Side, component: str, story: Told, mode: Mode, wishes: Wishes, digest: str, *, two: bool) -> Frame:
    locale = f"&locale={wishes.locale}" if wishes.locale else ""
    version = side.version if two else ""
    called = [component + ": " + story.name, mode.title.lower(), *([version] if two else [])]
    return Frame(
        key=f"{side.bundle.feature}-{component}-{story.name}-{mode.name}-{version}",
        title=", ".join(called),
        caption=f"{version} · {mode.title}" if two else mode.title,
        href=f"{side.address(component, story.name)}?{mode.query}{locale}",
        digest=digest,
        width=mode.width or wishes.width,
        zoom=mode.zoom,
    )


def _story(only: Part | None, wishes: Wishes) -> Card | None:
    """Return the one story that is shown large, None when there are several."""
    return only.cards[0] if only and wishes.story and only.cards else None


def _around(chosen: Chosen, wishes: Wishes) -> tuple[str, str]:
    """Return the addresses of the stories before and after the one that is shown large, empty where there is none."""
    if not (chosen.component and wishes.story):
        return "", ""
    found = next((each for each in components(chosen.sides[0].bundle) if each.name == chosen.component), None)
    names = [story.name for story in found.stories] if found else []
    if wishes.story not in names:
        return "", ""
    place = names.index(wishes.story)
    near = (names[place - 1] if place else "", names[place + 1] if place + 1 < len(names) else "")
    before, after = (chosen.path + wishes.query(story=name) if name else "" for name in near)
    return before, after


def _locales(chosen: Chosen) -> list[str]:
    """Return the languages that what is chosen speaks, when there are several."""
    found = {
        str(each)
        for side in chosen.sides
        for each in getattr(getattr(side.bundle.components, "INTERFACE", None), "locales", ())
    }
    return sorted(found) if len(found) > 1 else []


def _rivals(chosen: Chosen, work: Work | None) -> list[str]:
    """Return what all that is chosen could be seen beside."""
    if work is None:
        return []
    before = [BEFORE] if work.before is not None else []
    versions = {name for side in chosen.sides for name, _ in _shelf(side).others} if len(chosen.sides) == 1 else set()
    return [*before, *sorted(versions)]


def _sources(chosen: Chosen) -> list[tuple[str, str]]:
    """Return the files that a component is made of, and where they can be read; empty where they cannot."""
    if not chosen.component:
        return []
    bundle = chosen.sides[0].bundle
    unit, folder = f"{bundle.feature}/v{bundle.version}", f"ui/{chosen.component}/"
    files = [path for path in sorted(bundle.files) if path.startswith(folder)]
    read = [(f"generated/{unit}/{path}", f"/stories/~source/{unit}/{path.removeprefix('ui/')}") for path in files]
    return [(f"prompts/{unit}/ui.prompt", ""), *read]
