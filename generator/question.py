"""What one prompt asks and what its answer must keep: the same for regenerate, explain and record."""

from __future__ import annotations

from dataclasses import dataclass

from generator import components, markup_stub, models, prompts, render, routes
from generator import contract as contracts
from generator.contract import Contract
from generator.expectations import Expectations, Handler
from generator.interface import Interface
from generator.interfaces import API, UI
from generator.project import Project
from generator.prompts import Prompt
from generator.requests import Request
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt of a unit: its contract, the request it renders to, and what is checked of an answer.

    ``rendered`` are the Python files of the bundle that we write ourselves, by name.
    """

    prompt: Prompt
    contract: Contract
    request: Request
    rendered: dict[str, str]

    @property
    def expectations(self) -> Expectations:
        """The yardstick for this prompt's answers."""
        drawn = self.contract.interface if self.prompt.name == UI else None
        return Expectations(
            unit=self.prompt.unit,
            writes=drawn.files if drawn else self.prompt.head.lockstep.writes,
            kernel_package=self.contract.kernel_package,
            handlers=tuple(
                Handler(each.id, (("kernel", "Kernel"), *each.parameters), each.returns)
                for each in self.contract.operations
            ),
            rendered=self.rendered,
            kernel=self.contract.kernel,
            prompt=self.prompt.name,
            extra_imports=_offered(self.contract.interface),
            interface=drawn,
        )


def questions(project: Project, unit: Unit) -> tuple[Question, ...]:
    """Read and render every prompt of ``unit``, sorted by name.

    Raises PromptInvalid or UsageInvalid, naming file and line, for what cannot be read or rendered.
    """
    read = [(prompt, contracts.load(project, prompt)) for prompt in prompts.load(project, unit)]
    main = contracts.main_prompt(project, unit)
    rendered = next((_rendered(contract) for prompt, contract in read if prompt.name == main), {})
    return tuple(
        Question(
            prompt,
            contract,
            render.request(project, prompt, contract),
            rendered if prompt.name in {API, UI} else {},
        )
        for prompt, contract in read
    )


def _offered(interface: Interface | None) -> dict[str, tuple[str, ...]]:
    """Return what handlers may import of the interface: its components and what pages are made with."""
    if interface is None:
        return {}
    functions = tuple(each.name for each in interface.components)
    return {".components": ("INTERFACE", *functions), ".markup": markup_stub.NAMES}  # INTERFACE for its languages


def _rendered(contract: Contract) -> dict[str, str]:
    unit = contract.unit
    texts = {
        "__init__.py": f'"""{unit}: generated from prompts/{unit} and schemas/{unit}; change those, not this."""\n',
        "models.py": models.render(contract),
        "routes.py": routes.render(contract),
        "shapes.py": models.shapes(),
    }
    if contract.interface is not None:
        texts |= components.files(contract)
    return texts
