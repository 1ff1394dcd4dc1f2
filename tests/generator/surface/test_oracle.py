"""What mypy says of random pairs of annotations, we say too."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

from mypy import api

from generator.surface.holds import Doubt
from generator.surface.judging import within
from tests.generator.surface.annotations import HEAD, near, random_type, read

PAIRS = int(os.environ.get("LOCKSTEP_PAIRS", "250"))
SEED = int(os.environ.get("LOCKSTEP_SEED", "1"))


def pairs() -> list[tuple[str, str]]:
    """Return random annotations, most with one that is likely to relate to them."""
    chance = random.Random(SEED)  # noqa: S311  # the same pairs in every run
    found = []
    for _ in range(PAIRS):
        one = random_type(chance)
        other = near(chance, one) if chance.random() < 0.7 else random_type(chance)
        pair = (one, other) if chance.random() < 0.5 else (other, one)
        if pair[1] != "None":  # mypy lets such a function return nothing, whatever it has to return
            found.append(pair)
    return found


def judged_by_mypy(folder: Path, asked: list[tuple[str, str]]) -> dict[int, bool]:
    """Return what mypy says of each row whose annotations it takes: all are judged in one run over one file."""
    rows = [f"def f{at}(x: {one}) -> {other}: return x" for at, (one, other) in enumerate(asked)]
    first = HEAD.count("\n") + 1
    file = folder / "asked.py"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    options = ["--strict", "--no-error-summary", "--no-color-output", "--cache-dir", str(folder / "cache"), str(file)]
    out, err, _ = api.run(options)
    assert not err, err
    said = re.findall(r"asked\.py:(\d+): error: .*\[([\w-]+)\]$", out, re.MULTILINE)
    refused = {int(line) - first for line, code in said if code == "return-value"}
    odd = {int(line) - first for line, code in said if code != "return-value"}
    return {at: at not in refused for at in range(len(asked)) if at not in odd}


def test_mypy_agrees_on_random_pairs(tmp_path: Path) -> None:
    """Whatever we decide is what mypy decides; what we leave open stays under one in a hundred."""
    asked = pairs()
    expected = judged_by_mypy(tmp_path, asked)
    ones, others = read([one for one, _ in asked]), read([other for _, other in asked])
    answers = [within(one, other) for one, other in zip(ones, others, strict=True)]
    decided = {at: answer for at, answer in enumerate(answers) if not isinstance(answer, Doubt)}
    wrong = [f"{asked[at]}: {decided[at]}" for at in decided if decided[at] is not expected.get(at, decided[at])]
    assert wrong == []
    assert min(len(decided), len(expected)) >= 0.97 * len(asked)
    assert 0.3 < sum(expected.values()) / len(expected) < 0.7, "both answers come up"
