"""Where a unit's code came from, as its manifest says: who answered, in how many rounds, assuming what."""

from __future__ import annotations

from dataclasses import dataclass

from generator.manifest import Manifest, ManifestInvalid, parse


@dataclass(frozen=True, slots=True)
class Answer:
    """How one prompt was answered: ``by`` and ``source`` of the last round, and what all of them took."""

    prompt: str
    model: str
    by: str
    source: str
    rounds: int
    tokens: int
    cost_usd: float
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """All prompts of one unit, and the files that Lockstep wrote itself; none where no manifest can be read."""

    answers: tuple[Answer, ...] = ()
    rendered: frozenset[str] = frozenset()


def origin(manifest: bytes) -> Origin:
    """Read the manifest's bytes."""
    try:
        read = parse(manifest)
    except ManifestInvalid:
        return Origin()
    return Origin(
        tuple(_answer(read, name) for name in sorted(read.prompts)),
        frozenset(path for path, file in read.files.items() if file.origin == "rendered"),
    )


def _answer(manifest: Manifest, name: str) -> Answer:
    prompt = manifest.prompts[name]
    last = prompt.chain[-1] if prompt.chain else None
    return Answer(
        name,
        prompt.model,
        last.answered_by if last else "nobody",
        last.source.value if last else "",
        len(prompt.chain),
        sum(link.input_tokens + link.output_tokens for link in prompt.chain),
        sum(link.cost_usd for link in prompt.chain),
        prompt.assumptions,
    )
