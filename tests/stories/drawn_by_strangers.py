"""Draws stories of latest versions with hostile texts in them: ``python -m tests.stories.drawn_by_strangers FOLDER``.

Run in the root of a repository. A document a story and text is written to FOLDER/<feature>/v<N>/<component>/<story>/,
named by the text's number; what comes to stdout is how many there are.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from generator import interfaces
from generator.interface import Component
from generator.project import open_project
from generator.ui import hostile
from generator.ui.values import Props
from generator.units import Unit
from tests.stories.strangers import TEXTS

ABROAD = ("javascript:evil", "//evil.test", "/\\evil.test", "https://evil.test", "data:text/html,evil", "/\t/evil.test")
EVERYTHING = {
    "markup": "".join(TEXTS[name] for name in ("script", "breakout", "braces")),
    "ends": "".join(TEXTS[name] for name in ("closing tags", "javascript", "another host", "traversal")),
    "letters": "".join(TEXTS[name] for name in ("turned around", "emoji", "odd characters", "a null byte")),
    "long word": TEXTS["one long word"],
}
"""Texts that together hold every one of :data:`TEXTS` but words with spaces, which are laid out as any others are."""


@dataclass
class _Hostile(hostile.Words):
    """Also makes addresses hostile, as far as one that stays on this server can be."""

    def instead_of(self, text: str, place: hostile.Place, shortest: int, longest: int) -> str:
        """Return what stands in the place of ``text``."""
        if text.startswith(("/", "?", "#")) and text not in self.kept:
            evil = "".join(each for each in self.text if each.isprintable() and each not in " \\")
            return f"{text}{'&' if '?' in text else '?'}q={evil}"[: min(longest, 1_900)]
        return super().instead_of(text, place, shortest, longest)


@dataclass(frozen=True)
class _Story:
    """One story of one component of one bundle."""

    components: ModuleType
    component: Component
    story: Mapping[str, Any]

    def document(self, words: hostile.Words, around: str) -> str:
        """Return its page with these words, and the text ``around`` in its slots, title and description.

        Raises ValueError or LookupError for what is no address, zone or tag.
        """
        interface = self.components.INTERFACE
        markup = importlib.import_module(f"{interface.package}.markup")
        view = self.story["view"]
        shown_as = markup.View(view["locale"], view.get("zone", "UTC"), view.get("hour12", False))
        data = json.dumps(hostile.varied(self.story["props"], Props(self.component.schema), words))
        props = interface.components[self.component.name].props.model_validate_json(data)
        slots = {slot: markup.Markup("<p>{}</p>").format(around) for slot in self.component.slots}
        body = interface.render(self.component.name, shown_as, props, **slots)
        page = markup.Page(title=around[:2_000], body=body, view=shown_as, description=around[:2_000])
        return str(interface.document(page))

    def fixed(self) -> frozenset[str]:
        """Return the texts that must be what they are: zones and languages. No address may lead to another server."""
        found = hostile.variable(self.story["props"], Props(self.component.schema))
        every = sorted({text for texts in found.values() for text in texts})
        others = frozenset(every)
        addresses = [one for one in every if one.startswith(("/", "?", "#"))]
        for one in dict.fromkeys(addresses[:3] + addresses[-3:]):  # of a list's many, one is printed like the next
            assert not any("evil" in self._tried(hostile.Words(evil, others - {one})) for evil in ABROAD), one
        return frozenset(one for one in every if not self._tried(_Hostile("<Middle-earth>", others - {one})))

    def _tried(self, words: hostile.Words) -> str:
        """Return the page, nothing if it cannot be drawn; slots, title and description are without hostile text."""
        try:
            return self.document(words, "")
        except (ValueError, LookupError):
            return ""


def _stories(root: Path) -> Iterator[tuple[str, _Story]]:
    """Yield every story of the latest versions with the place of its page in the gallery."""
    project = open_project(root)
    latest = {unit.feature: unit for unit in sorted(project.units())}
    for file in sorted(root.glob("generated/*/v*/components.py")):
        feature, version = file.parts[-3:-1]
        unit = Unit(feature, int(version.removeprefix("v")))
        if unit != latest[feature]:
            continue
        interface = interfaces.of_unit(project, unit)
        assert interface is not None
        components = importlib.import_module(f"generated.{feature}.{version}.components")
        for component in interface.components:
            listed = json.loads((file.parent / "ui" / component.name / "stories.json").read_text(encoding="utf-8"))
            for story in listed:
                yield f"{feature}/{version}/{component.name}/{story['name']}", _Story(components, component, story)


def main() -> None:
    """Write the documents."""
    folder, written = Path(sys.argv[1]), 0
    for place, story in _stories(Path.cwd()):
        fixed = story.fixed()
        (folder / place).mkdir(parents=True)
        for name, text in EVERYTHING.items():
            document = story.document(_Hostile(text, fixed), text)
            (folder / place / f"{name}.html").write_bytes(document.encode("utf-8", "replace"))
            written += 1
    sys.stdout.write(f"{written}\n")


if __name__ == "__main__":
    main()
