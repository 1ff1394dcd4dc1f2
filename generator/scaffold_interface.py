"""What ``lockstep new --ui`` starts with: a page with one component and, in a project's first interface, a design."""

from __future__ import annotations

from pathlib import Path

from generator import prompts
from generator.canonical import Json
from generator.interfaces import UI
from generator.project import Project
from generator.units import Unit

FIRST_DESIGN = Unit("design", 1)

_FOLDER = Path(__file__).parent


def design_of(project: Project) -> Unit | None:
    """Return the newest version of the project's first design, None when it has none. Raises PromptInvalid."""
    designs = [unit for unit in project.units() if _is_design(project, unit)]
    return max((unit for unit in designs if unit.feature == designs[0].feature), default=None)


def _is_design(project: Project, unit: Unit) -> bool:
    prompt = prompts.named(project, unit, UI)
    return prompt is not None and prompt.head.lockstep.design is not None


def ui_prompt(feature: str, design: Unit) -> str:
    """Return the ui.prompt of a page with one component."""
    return _text("ui").replace("FEATURE", feature).replace("DESIGN", str(design))


def page_prompt() -> str:
    """Return the api.prompt of that page, with FEATURE and KERNEL still to be filled in."""
    return _text("page")


def design_prompt() -> str:
    """Return the ui.prompt of a small design."""
    return _text("design")


def _text(name: str) -> str:
    return (_FOLDER / f"scaffold_{name}.prompt.txt").read_text(encoding="utf-8")


def tokens() -> dict[str, Json]:
    """Return the tokens schema of that design."""
    mode: dict[str, Json] = {"type": "string"}
    colour = _object("TokenColour", "One colour in both schemes.", {"light": mode, "dark": mode})
    colours = {
        "surface": "What everything lies on.",
        "ink": "Text on it, at least 7:1.",
        "quiet": "Text that matters less, at least 4.5:1.",
        "line": "Hairlines.",
        "accent": "What can be pressed, and the focus ring; at least 4.5:1 on the surface.",
        "on-accent": "Text on the accent, at least 4.5:1.",
    }
    sizes = {"sm": "0.5rem", "md": "1rem", "lg": "2rem"}
    document = _object(
        "DesignTokens",
        "All that is coloured or measured.",
        {
            "color": _object(
                "DesignColours",
                "Colours by what they are for.",
                {name: {"$ref": "#/$defs/colour", "description": note} for name, note in colours.items()},
            ),
            "space": _object(
                "DesignSpaces",
                "Gaps.",
                {name: {"type": "string", "description": f"About {size}."} for name, size in sizes.items()},
            ),
            "font": _object(
                "DesignFonts", "Type.", {"body": {"type": "string", "description": "A font-family of system fonts."}}
            ),
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **document,
        "$defs": {"colour": colour},
    }


def _object(title: str, description: str, properties: dict[str, dict[str, Json]]) -> dict[str, Json]:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": [*properties],
        "properties": {**properties},
    }
