"""components.py: the contract's components as typed functions, and the modules that they stand on."""

from __future__ import annotations

from pathlib import Path

from generator.contract import Contract
from generator.interface import Component
from generator.layout import laid_out

CONSTANT = ("markup.py", "templates.py", "views.py")
"""The modules beside components.py, the same in every bundle: copies of this package's own."""


def files(contract: Contract) -> dict[str, str]:
    """Return components.py and the constant modules: path in the bundle → text."""
    folder = Path(__file__).parent
    constant = {name: (folder / name).read_text(encoding="utf-8") for name in CONSTANT}
    return {"components.py": render(contract), **constant}


def render(contract: Contract) -> str:
    """Return the text of components.py: a function for each component, ``stories``, ``story`` and ``INTERFACE``.

    ``contract`` has an interface: the unit has a ui.prompt.
    """
    return laid_out("\n".join(_module(contract)))


def _module(contract: Contract) -> list[str]:
    interface, unit = contract.interface, contract.unit
    assert interface is not None  # noqa: S101  # asked for with a ui.prompt alone
    needed = ["Interface", "Page", *(["Markup", "Spec", "View"] if interface.components else [])]
    classes = sorted({each.props for each in interface.components})
    return [
        f'"""The components of {unit}, rendered from its prompt and schemas: change those, not this."""',
        "",
        "from __future__ import annotations",
        "",
        f"from .markup import {', '.join(sorted(needed))}",
        *([f"from .models import {', '.join(classes)}"] if classes else []),
        "",
        "INTERFACE = Interface(",
        "    package=__package__,",
        f"    feature={unit.feature!r},",
        f"    version={unit.version},",
        f"    design={str(interface.design.unit)!r},",
        "    components={",
        *(f"        {each.name!r}: {_spec(each)}," for each in interface.components),
        "    },",
        f"    locales={interface.locales!r},",
        ")",
        *(line for each in interface.components for line in ("", "", *_function(each))),
        "",
        "",
        "def stories() -> dict[str, list[dict[str, str]]]:",
        '    """Return the stories of each component: name and summary."""',
        "    return INTERFACE.stories()",
        "",
        "",
        "def story(component: str, name: str) -> Page:",
        '    """Return the page of one story. Raises LookupError for an unknown one."""',
        "    return INTERFACE.story(component, name)",
        "",
    ]


def _spec(component: Component) -> str:
    slots = f", slots={component.slots!r}" if component.slots else ""
    script = ", script=True" if component.script else ""
    return f"Spec(props={component.props}, summary={component.summary!r}{slots}{script})"


def _function(component: Component) -> list[str]:
    slots = "".join(f", {slot}={slot}" for slot in component.slots)
    return [
        component.signature,
        f"    {_docstring(component)}",
        f"    return INTERFACE.render({component.name!r}, view, props{slots})",
    ]


def _docstring(component: Component) -> str:
    """Return a docstring, whatever quotes and backslashes the prompt's own words hold."""
    paragraphs = [component.summary.strip(), component.description.strip()]
    text = "\n\n".join(part for part in paragraphs if part).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    end = "\n" if "\n" in text else ""
    if text.endswith('"') and not end:
        text = f'{text[:-1]}\\"'
    return "\n    ".join(f'"""{text}{end}"""'.split("\n"))
