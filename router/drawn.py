"""Every story of one bundle as a page, for :mod:`router.probe`: whoever compares two versions looks at both."""

from __future__ import annotations

from collections.abc import Iterator

from router.loader import Bundle
from router.policy import CONTENT_SECURITY_POLICY
from router.problems import said


def drawn(bundle: Bundle) -> Iterator[dict[str, str]]:
    """Yield each story's ``component``, ``name``, ``summary`` and ``document``, or ``wrong`` in its place.

    With a document comes ``policy``, the Content-Security-Policy that it is served under. A bundle without components
    has none; one whose stories cannot be listed has a single nameless row.
    """
    components, markup = bundle.components, bundle.module("markup")
    if components is None or markup is None:
        return
    try:
        listed = {str(name): list(stories) for name, stories in components.stories().items()}
    except Exception as error:  # noqa: BLE001 - generated code and data may raise anything
        yield {"component": "", "name": "", "summary": "", "wrong": said(error)}
        return
    for component, stories in listed.items():
        for story in stories:
            row = {"component": component, "name": str(story["name"]), "summary": str(story["summary"])}
            try:
                page = components.story(component, row["name"])
                answer = markup.respond(components.INTERFACE, page, "text/html")
                document = bytes(answer.body).decode("utf-8", "replace")
                yield {**row, "document": document, "policy": CONTENT_SECURITY_POLICY}
            except Exception as error:  # noqa: BLE001 - as above
                yield {**row, "wrong": said(error)}
