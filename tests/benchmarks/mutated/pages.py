"""A story, as it is or mutated, as a page that a browser can open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.canonical import Json
from generator.looks import files as linked
from generator.looks.browsers.site import Resource
from tests.generator.looks.mutations import stories
from tests.generator.looks.mutations.mutation import Mutation
from tests.generator.looks.mutations.stories import ROOT, STORIES

PATH = "/story"

_STYLES = re.compile(r"\.css$")


@dataclass(frozen=True, slots=True)
class Shown:
    """A document under its policy, the linked files that are not what the project has, and what its story asks for."""

    document: str
    policy: str
    changed: Mapping[str, str]
    keys: Mapping[str, Json]

    def answer(self, path: str) -> Resource | None:
        """Return what is served at ``path``."""
        if path == PATH:
            headers = {"Content-Security-Policy": self.policy} if self.policy else {}
            return Resource(self.document.encode(), "text/html; charset=utf-8", headers)
        text = self.changed.get(path.removeprefix("/ui/"))
        if text is not None:
            kind = "text/css" if _STYLES.search(path) else "text/javascript"
            return Resource(text.encode(), f"{kind}; charset=utf-8")
        return linked.resource(ROOT, path)


def shown(story: str, mutation: Mutation | None = None) -> Shown:
    """Return a story of :data:`STORIES`, mutated or not. Raises ValueError where an edit finds nothing."""
    told = stories.drawn(story)
    document, changed = told["document"], {}
    if mutation is not None:
        document, changed = mutation.document(document), mutation.files(stories.files())
    return Shown(document, told.get("policy", ""), changed, STORIES[story].keys)
