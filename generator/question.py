"""What one prompt asks and what its answer must keep: the same for regenerate, explain and record."""

from __future__ import annotations

from dataclasses import dataclass

from generator import contract as contracts
from generator import models, prompts, render, routes
from generator.contract import Contract
from generator.expectations import Expectations, Handler
from generator.project import Project
from generator.prompts import Prompt
from generator.requests import Request
from generator.units import Unit

API = "api"
"""The prompt whose contract models.py and routes.py are rendered from."""


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt of a unit: its contract, the request it renders to, and what is checked of an answer.

    ``rendered`` are the files of the bundle that we write ourselves, by name.
    """

    prompt: Prompt
    contract: Contract
    request: Request
    rendered: dict[str, str]

    @property
    def expectations(self) -> Expectations:
        """The yardstick for this prompt's answers."""
        return Expectations(
            unit=self.prompt.unit,
            writes=self.prompt.head.lockstep.writes,
            kernel_package=self.contract.kernel_package,
            handlers=tuple(
                Handler(each.id, (("kernel", "Kernel"), *each.parameters), each.returns)
                for each in self.contract.operations
            ),
            rendered=self.rendered,
            kernel=self.contract.kernel,
            prompt=self.prompt.name,
        )


def questions(project: Project, unit: Unit) -> tuple[Question, ...]:
    """Read and render every prompt of ``unit``, sorted by name.

    Raises PromptInvalid or UsageInvalid, naming file and line, for what cannot be read or rendered.
    """
    return tuple(_question(project, prompt) for prompt in prompts.load(project, unit))


def _question(project: Project, prompt: Prompt) -> Question:
    contract = contracts.load(project, prompt)
    rendered = _rendered(contract) if prompt.name == API else {}
    return Question(prompt, contract, render.request(project, prompt, contract), rendered)


def _rendered(contract: Contract) -> dict[str, str]:
    unit = contract.unit
    return {
        "__init__.py": f'"""{unit}: generated from prompts/{unit} and schemas/{unit}; change those, not this."""\n',
        "models.py": models.render(contract),
        "routes.py": routes.render(contract),
        "shapes.py": models.shapes(),
    }
