"""A project whose one feature is something to look at: a design, and a card in two versions with stories."""

from __future__ import annotations

import json
from pathlib import Path

from generator import components
from generator.project import Project, open_project
from tests.generator.gate.desk import git, write
from tests.router.toys import make_bundle, make_project

COMPONENTS = '''
"""The components of cards, as they are rendered from a prompt."""

from .markup import Interface, Page, Spec
from .models import Card

INTERFACE = Interface(
    package=__package__,
    feature="cards",
    version=NUMBER,
    design="design/v1",
    components={"card": Spec(props=Card, summary="One card.", script=True)},
    locales=("en",),
)


def stories() -> dict[str, list[dict[str, str]]]:
    return INTERFACE.stories()


def story(component: str, name: str) -> Page:
    return INTERFACE.story(component, name)
'''

MODELS = '''
"""What a card holds."""

from pydantic import BaseModel


class Card(BaseModel):
    title: str
    lines: list[str]
'''

ROUTES = '"""No operations."""\n\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n'

TEMPLATES = {
    1: """<section class="card">
<h2>{{ props.title }}</h2>
<ul>
{% for line in props.lines %}
<li>{{ line }}</li>
{% endfor %}
</ul>
</section>
""",
    2: """<section class="card">
<h2>{{ icon("star") }} {{ props.title }}</h2>
<p class="count">{{ t("count", count=props.lines | length) }}</p>
<ol>
{% for line in props.lines %}
<li>{{ line }}</li>
{% endfor %}
</ol>
</section>
""",
}

STYLE = """@layer tokens, base, components;
@layer components {
  @font-face { font-family: Web; src: url(/assets/web.woff2); }
  .card { font-family: Web, sans-serif; color: var(--color-ink); background: url("/assets/x.png"); padding: 1rem; }
}
"""

DESIGN = """@layer tokens { :root {
  color-scheme: light dark; --color-ink: light-dark(#123, #def); --color-surface: light-dark(#fff, #111);
} }
@layer base {
  body { margin: 0; background: var(--color-surface); }
  .icon { width: 1em; height: 1em; fill: currentcolor; }
}
"""

ICONS = """<svg xmlns="http://www.w3.org/2000/svg">
<symbol id="star" viewBox="0 0 10 10"><path d="M5 0 6 4H10L7 6 8 10 5 8 2 10 3 6 0 4H4z"/></symbol>
</svg>
"""

MESSAGES = {"en": {"count": {"one": "{count} line", "other": "{count} lines"}}}


def story(name: str, title: str, *lines: str) -> dict[str, object]:
    """Return one state of a card."""
    return {
        "name": name,
        "summary": f"A card called {name}.",
        "view": {"locale": "en"},
        "props": {"title": title, "lines": lines},
    }


STORIES = {
    1: [
        story("plain", "Shopping", "milk", "bread"),
        story("hostile", "</title><script>alert(1)</script>", '" onload="x'),
    ],
    2: [story("plain", "Shopping", "milk", "bread"), story("empty", "Nothing")],
}


def cards(folder: Path) -> Project:
    """Write a repository whose main branch holds the design and cards/v1; work goes on in a branch, with cards/v2."""
    root = make_project(folder)
    write(root / ".gitignore", ".lockstep\n__pycache__/\n")
    make_bundle(
        root, "design", 1, files={"routes.py": ROUTES, "ui/design.css": DESIGN, "ui/icons.svg": ICONS}, operations=[]
    )
    write(root / "prompts/design/v1/ui.prompt", "?")
    git(root, "init", "-q", "-b", "main")
    for version in (1, 2):
        card(root, version)
        write(root / f"prompts/cards/v{version}/ui.prompt", "?")
        if version == 1:
            git(root, "add", "-A")
            git(root, "commit", "-q", "-m", "cards")
            git(root, "switch", "-q", "-c", "work")
    return open_project(root)


def card(root: Path, version: int) -> Path:
    """Write one version's bundle, as it comes from a prompt."""
    files = {
        **_constant(),
        "components.py": COMPONENTS.replace("NUMBER", str(version)),
        "models.py": MODELS,
        "routes.py": ROUTES,
        "ui/messages.json": json.dumps(MESSAGES),
        "ui/components.css": STYLE,
        "ui/start.js": "start({});\n",
        "ui/card/template.html": TEMPLATES[version],
        "ui/card/style.css": ".card {}\n",
        "ui/card/stories.json": json.dumps(STORIES[version]),
    }
    return make_bundle(root, "cards", version, files=files, operations=[])


def _constant() -> dict[str, str]:
    folder = Path(components.__file__).parent
    return {name: (folder / name).read_text(encoding="utf-8") for name in components.CONSTANT}
