"""What the gallery lists: bundles' components and their states, and how they differ from those of another bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from router.features import Feature
from router.gallery import told
from router.gallery.alone import Drawings, Drawn
from router.gallery.rounds import Round
from router.gallery.told import Told, Unreadable
from router.loader import Bundle

Item = TypeVar("Item")

PLACE_BEFORE = "~before"
"""In addresses, where what stood before is: no feature can be called so."""


class Status(StrEnum):
    """How a story stands beside the other bundle's."""

    changed = "changed"
    new = "new"
    gone = "gone"
    same = "same"


@dataclass(frozen=True, slots=True)
class Work:
    """What only those who work on components are shown: how stories look, what stood before, how the run went.

    ``only`` are the features and versions (``shop``, ``shop/v2``) that they asked for; all when empty.
    """

    drawings: Drawings = field(default_factory=Drawings)
    only: tuple[str, ...] = ()
    before: tuple[Feature, ...] | None = None
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One bundle to look at, with the features that its design is among and where its files are served."""

    bundle: Bundle
    features: Sequence[Feature]
    place: str = ""

    @property
    def version(self) -> str:
        """How the side is called where two are shown."""
        return "before" if self.place else f"v{self.bundle.version}"

    def address(self, *parts: str) -> str:
        """Return the address of something of this bundle's stories."""
        before = (self.place,) if self.place else ()
        return "/".join(("/stories", *before, self.bundle.feature, f"v{self.bundle.version}", *parts))


@dataclass(frozen=True, slots=True)
class State:
    """A story of a component; ``old`` and ``new`` say how it looks on either side, None where it is not."""

    story: Told
    new: Drawn | None = None
    old: Drawn | None = None

    @property
    def status(self) -> Status:
        """How it stands beside the other bundle's; ``same`` where there is none to stand beside."""
        if self.new is None:
            return Status.gone
        if self.old is None:
            return Status.new
        return Status.same if self.new.digest == self.old.digest else Status.changed

    @property
    def steps(self) -> str:
        """Its steps as JSON, empty when it has none."""
        return json.dumps(self.story.steps) if self.story.steps else ""


@dataclass(frozen=True, slots=True)
class Component:
    """A component and its stories in their order, or what is ``wrong`` with the list of them."""

    name: str
    summary: str
    stories: tuple[Told, ...]
    wrong: str = ""


def told_by(bundle: Bundle) -> bool:
    """Say whether a bundle has components with stories; a design may have an interface, but none of its own."""
    return bundle.components is not None and any(path.endswith("/stories.json") for path in bundle.files)


def components(bundle: Bundle) -> tuple[Component, ...]:
    """Return the components of a bundle; one whose stories cannot be listed keeps none of the others from it."""
    interface = getattr(bundle.components, "INTERFACE", None)
    specs: Mapping[str, object] = getattr(interface, "components", {})
    return tuple(_component(bundle, str(name), str(getattr(spec, "summary", ""))) for name, spec in specs.items())


def _component(bundle: Bundle, name: str, summary: str) -> Component:
    try:
        return Component(name, summary, told.stories(bundle, name))
    except Unreadable as error:
        place = f"generated/{bundle.feature}/v{bundle.version}/ui/{name}/stories.json"
        return Component(name, summary, (), f"{place}: {error}")


def states(work: Work | None, side: Side, component: str, other: Side | None = None) -> Iterator[State]:
    """Yield the stories of a component of ``side``, those that are only on the ``other`` side last."""
    here, there = _stories(side, component), _stories(other, component) if other else {}
    for name, story in (here | _without(there, here)).items():
        new = _drawn(work, side, component, here[name]) if name in here else None
        old = _drawn(work, other, component, there[name]) if other and name in there else None
        yield State(story, new, old if other else new)


def named(side: Side, other: Side | None) -> list[Component]:
    """Return the components of both sides, each once, in the order of ``side``."""
    here = {each.name: each for each in components(side.bundle)}
    there = {each.name: each for each in components(other.bundle)} if other else {}
    return [*here.values(), *(_without(there, here).values())]


def _without(items: Mapping[str, Item], but: Mapping[str, object]) -> dict[str, Item]:
    return {name: item for name, item in items.items() if name not in but}


def _stories(side: Side, component: str) -> dict[str, Told]:
    try:
        return {story.name: story for story in told.stories(side.bundle, component)}
    except Unreadable:
        return {}


def _drawn(work: Work | None, side: Side, component: str, story: Told) -> Drawn:
    """Return how a story looks. Where nobody works on it, it is not drawn before a frame asks for it."""
    return Drawn("") if work is None else work.drawings.drawn(side.features, side.bundle, component, story)
