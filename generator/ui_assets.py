"""The stylesheets and the starting script of a bundle, rendered from an accepted answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.canonical import Json
from generator.interface import BASE, BEHAVIOUR, STYLE, TOKENS, Component, Interface
from generator.units import Unit

COMPONENTS_SHEET, DESIGN_SHEET, START = "ui/components.css", "ui/design.css", "ui/start.js"
RUNTIME = "/ui/lockstep.js"
"""Where the router serves what behaviours are started by."""
_LAYERS = "@layer tokens, base, components;"
"""Later layers win whatever their selectors are, so each sheet says the order, in case it comes first."""


def render(interface: Interface, unit: Unit, files: Mapping[str, str]) -> dict[str, str]:
    """Return path → text of what is made of the answer ``files``, which hold all that ``interface`` asks for.

    The same bytes for the same answer. A component's rules stand in the order of declaration.
    """
    rendered = {}
    if interface.components:
        rendered[COMPONENTS_SHEET] = _components_sheet(interface.components, unit, files)
    scripted = [each for each in interface.components if each.script]
    if scripted:
        rendered[START] = _start(scripted, unit)
    if interface.is_design:
        rendered[DESIGN_SHEET] = _design_sheet(unit, files)
    return rendered


def _components_sheet(components: tuple[Component, ...], unit: Unit, files: Mapping[str, str]) -> str:
    sheets = (f"/* {each.name} */\n{files[f'ui/{each.name}/{STYLE}'].strip()}\n" for each in components)
    return f"/* The components of {unit}. */\n{_LAYERS}\n\n" + _layer("components", "\n".join(sheets))


def _design_sheet(unit: Unit, files: Mapping[str, str]) -> str:
    declared = "\n".join(f"  --{name}: {value};" for name, value in declarations(json.loads(files[TOKENS])))
    root = f":root {{\n  color-scheme: light dark;\n{declared}\n}}\n"
    return f"/* The design {unit}. */\n{_LAYERS}\n\n{_layer('tokens', root)}\n{_layer('base', files[BASE])}"


def _layer(name: str, rules: str) -> str:
    return f"@layer {name} {{\n{rules.strip()}\n}}\n"


def declarations(tokens: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the custom properties of a design's tokens: name without ``--``, value; in the order of the document.

    A leaf is a text, or an object of ``light`` and ``dark``.
    """
    if isinstance(tokens, str):
        yield "-".join(path), tokens
    elif isinstance(tokens, dict) and tokens.keys() == {"light", "dark"}:
        yield "-".join(path), f"light-dark({tokens['light']}, {tokens['dark']})"
    elif isinstance(tokens, dict):
        for name, value in tokens.items():
            yield from declarations(value, (*path, name))


def _start(components: list[Component], unit: Unit) -> str:
    imports = [f'import {_imported(each)} from "./{each.name}/{BEHAVIOUR}";' for each in components]
    entries = [f'  "{each.css_class}": {_imported(each)},' for each in components]
    head = [f"// The behaviours of {unit}.", f'import {{ start }} from "{RUNTIME}";']
    return "\n".join([*head, *imports, "", "start({", *entries, "});", ""])


def _imported(component: Component) -> str:
    """Return a name that is no word of JavaScript, whatever the component is called."""
    first, *rest = component.name.split("_")
    return "".join([first, *(word.capitalize() for word in rest), "Behaviour"])
