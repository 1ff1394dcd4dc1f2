"""A walk through pages that were written and labelled without a look at it.

These are a few of each kind, for a walk takes its time; ``python -m tests.benchmarks.focus_traps`` walks all of them in
both browsers.
"""

from __future__ import annotations

import pytest

from generator.looks.browsers.found import Engine
from generator.looks.browsers.started import Started
from tests.benchmarks.traps.case import Case, walked
from tests.benchmarks.traps.ours import cases

CASES = {case.name: case for case in cases()}
WALKED = {
    Engine.chromium: [
        "code-editor-ctrl-m-told-but-dead",
        "modal-ends-by-button-alone",
        "closed-root-takes-focus-back",
        "frame-editor-escape-returns",
    ],
    Engine.firefox: [
        "frame-srcdoc-goes-round",
        "stars-component-delegates-focus",
    ],
}


@pytest.mark.parametrize("case", [CASES[name] for name in WALKED[Engine.chromium]], ids=lambda case: case.name)
def test_a_walk_in_chromium_agrees_with_the_label(chromium: Started, case: Case) -> None:
    """A trap is found where the label says that there is one, and nowhere else."""
    assert bool(walked(chromium, case)) is case.trap, case.why


@pytest.mark.parametrize("case", [CASES[name] for name in WALKED[Engine.firefox]], ids=lambda case: case.name)
def test_a_walk_in_firefox_agrees_with_the_label(firefox: Started, case: Case) -> None:
    """A trap is found where the label says that there is one, and nowhere else."""
    assert bool(walked(firefox, case)) is case.trap, case.why
