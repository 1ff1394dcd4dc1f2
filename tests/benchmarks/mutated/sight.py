"""What each layer says of a story, and which of them say something else once it is mutated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.looks import stories
from generator.looks.browsers.site import ORIGIN
from generator.looks.browsers.started import Started
from generator.looks.looking import look_at_story
from generator.looks.seen import Seen
from generator.looks.trees.drawn import snapshot_of, tree_of
from generator.rules import family_of
from tests.benchmarks.mutated.pages import PATH, Shown, shown
from tests.generator.looks.mutations.mutation import Layer, Mutation

FAMILIES = {
    "axe": Layer.axe,
    "keyboard": Layer.walk,
    "patterns": Layer.patterns,
    "layout": Layer.layout,
    "stories": Layer.stories,
}
"""The families of rules that are layers; pictures and trees are compared themselves."""


@dataclass(slots=True)
class Eyes:
    """Looks at stories in one browser with everything that the gate has; each unmutated one once."""

    running: Started
    known: dict[str, Seen] = field(default_factory=dict)

    def layers(self, mutation: Mutation) -> dict[Layer, list[str]]:
        """Return the layers that see a mutation, each with what is new, in words."""
        if mutation.story not in self.known:
            self.known[mutation.story] = self._seen(shown(mutation.story))
        return dict(told(self.known[mutation.story], self._seen(shown(mutation.story, mutation))))

    def _seen(self, page: Shown) -> Seen:
        self.running.site.answer = page.answer
        story = stories.look({"name": "", **page.keys})
        with self.running.context() as context:
            return look_at_story(context.new_page(), context, self.running.engine, f"{ORIGIN}{PATH}", story)


def told(before: Seen, after: Seen) -> Iterator[tuple[Layer, list[str]]]:
    """Yield the layers that see a difference between two looks, each with what is new, in words."""
    modes = [mode for mode, picture in after.pictures.items() if before.pictures[mode] != picture]
    if modes:
        yield Layer.pixels, [str(mode) for mode in modes]
    if snapshot_of(before.tree) != snapshot_of(after.tree):
        yield Layer.aria, ["the snapshot differs"]
    if tree_of(before.tree) != tree_of(after.tree):
        yield Layer.tree, ["the tree differs"]
    for layer in FAMILIES.values():
        if more := [*(_flaws(after, layer) - _flaws(before, layer)).elements()]:
            yield layer, more


def _flaws(seen: Seen, layer: Layer) -> Counter[str]:
    """Return the rules that are broken, each as often as it is: a no-op may rename an element."""
    found = (each for each in seen.sightings if FAMILIES.get(family_of(each.flaw.rule)) is layer)
    return Counter(f"{each.mode} {each.flaw.rule}" for each in found)
