"""From a candidate to its manifest: every digest that the gate and the router will hold it to."""

from __future__ import annotations

from importlib.metadata import version

from generator import answered_files, openapi, recordings, strict
from generator.answers import Round
from generator.candidate import Answered, Candidate
from generator.canonical import digest, sha256
from generator.contract import WAIVERS, Contract
from generator.disk import file_digest
from generator.interface import Interface
from generator.interfaces import API
from generator.manifest import (
    Link,
    LockedComponent,
    LockedFile,
    LockedInterface,
    LockedOperation,
    LockedPrompt,
    LockedSchema,
    Manifest,
)
from generator.project import Project
from generator.units import Unit

RENDERED_WITH = ("datamodel-code-generator", "lockstep", "ruff")


def manifest_of(project: Project, candidate: Candidate, parent: str | None) -> Manifest:
    """Return the manifest of ``candidate``. Its answers must be stored: their recordings are digested here."""
    unit = candidate.unit
    contracts = {each.question.prompt.name: each.question.contract for each in candidate.answered}
    main = contracts.get(API, next(iter(contracts.values())))
    return Manifest(
        feature=unit.feature,
        version=unit.version,
        parent=parent,
        inputs=candidate.inputs,
        prompts={each.question.prompt.name: _prompt(project, unit, each) for each in candidate.answered},
        schemas=_schemas(main),
        kernel=main.kernel_package,
        operations=tuple(
            LockedOperation(id=each.id, method=each.method, path=each.path, status=each.status)
            for each in main.operations
        ),
        files=_files(candidate),
        openapi=digest(openapi.declared(main)),
        waivers=file_digest(str(project.schemas(unit) / WAIVERS)),
        rendered_with={name: version(name) for name in RENDERED_WITH},
        ui=None if main.interface is None else _interface(main.interface),
    )


def _interface(interface: Interface) -> LockedInterface:
    return LockedInterface(
        design=None if interface.is_design else str(interface.design.unit),
        locales=interface.locales,
        components={
            each.name: LockedComponent(props=each.props, slots=each.slots, script=each.script)
            for each in interface.components
        },
    )


def _prompt(project: Project, unit: Unit, answered: Answered) -> LockedPrompt:
    prompt, conversation = answered.question.prompt, answered.conversation
    return LockedPrompt(
        source=sha256(prompt.source.encode()),
        front_matter=sha256(prompt.front_matter.encode()),
        body=sha256(prompt.body.encode()),
        rendered=answered.question.request.digest,
        model=answered.question.request.model,
        config=answered.question.request.config,
        assumptions=answered.accepted.assumptions,
        chain=tuple(_link(project, unit, each) for each in conversation.rounds),
    )


def _link(project: Project, unit: Unit, answered: Round) -> Link:
    completion, request = answered.completion, answered.request.digest
    return Link(
        request=request,
        recording=recordings.digest_of(recordings.path_of(project, unit, request)),
        answered_by=completion.model,
        source=completion.source,
        input_tokens=completion.usage.input_tokens,
        output_tokens=completion.usage.output_tokens,
        cost_usd=completion.usage.cost_usd,
    )


def _schemas(contract: Contract) -> dict[str, LockedSchema]:
    return {
        name: LockedSchema(source=sha256(schema.text.encode()), strict=digest(strict.strict_form(schema.document)))
        for name, schema in contract.schemas.items()
    }


def _files(candidate: Candidate) -> dict[str, LockedFile]:
    semantic = _semantic_of_rendered(candidate)
    for each in candidate.answered:
        semantic |= each.accepted.semantic
    return {
        name: LockedFile(
            origin=text.origin,
            answered=None if text.answered is None else sha256(text.answered.encode()),
            written=sha256(text.written.encode()),
            semantic=semantic[name],
        )
        for name, text in candidate.texts.items()
    }


def _semantic_of_rendered(candidate: Candidate) -> dict[str, str]:
    rendered = {name: text.written for name, text in candidate.texts.items() if text.origin == "rendered"}
    semantic = answered_files.digests(rendered, candidate.answered[0].question.expectations)
    assert isinstance(semantic, dict), f"rendered Python that cannot be read: {semantic}"  # noqa: S101  # our bug
    return semantic
