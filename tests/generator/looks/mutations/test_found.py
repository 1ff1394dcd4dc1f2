"""A few mutations for the layers, and a few no-ops, looked at with everything the gate has.

All are of one small story, for a look takes its time; ``python -m tests.benchmarks.mutations`` looks at all of them.
"""

from __future__ import annotations

from generator.looks.browsers.started import Started
from tests.benchmarks.mutated.sight import Eyes
from tests.generator.looks.mutations import BROKEN, SAME
from tests.generator.looks.mutations.mutation import Layer, Mutation

ROWS = {each.name: each for each in [*BROKEN, *SAME] if each.story == "move"}
FOUND = [
    ("accent one of 255 redder", Layer.pixels),
    ("in forced colours alone", Layer.pixels),
    ("link says it is a button", Layer.aria),
    ("struck text is not struck for readers", Layer.tree),
    ("button within a link", Layer.axe),
    ("trap by an animation frame", Layer.walk),
    ("button cuts its words off", Layer.layout),
]
QUIET = ("a data attribute more", "classes in another order", "length in another unit", "name of a heading's id")


def test_each_layer_finds_what_it_is_there_for(chromium: Started) -> None:
    """Each mutation is seen by the layer beside it, and no-ops, all of them at once, by none."""
    eyes = Eyes(chromium)
    missed = {name: list(seen) for name, layer in FOUND if layer not in (seen := eyes.layers(ROWS[name]))}
    assert missed == {}
    edits = tuple(edit for name in QUIET for edit in ROWS[name].edits)
    assert eyes.layers(Mutation("no-ops", "move", frozenset(), edits)) == {}
