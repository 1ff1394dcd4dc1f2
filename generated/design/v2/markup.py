"""What handlers answer with, and how a bundle's components become pages.

Each bundle with components has its own copy of this module, so that it stands by itself. Strangers' text reaches a page
through templates alone (:mod:`.templates`), which escape it.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlencode

from jinja2 import Template
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter
from starlette.responses import Response

from .templates import Icons, Texts, local_url, parsed, printable, rendered
from .views import View, clock, day, nearest, number, zone_name

__all__ = [
    "File",
    "Interface",
    "Markup",
    "Page",
    "Redirect",
    "Spec",
    "View",
    "clock",
    "day",
    "joined",
    "number",
    "respond",
    "url",
    "zone_name",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An HTML document: ``body`` is what stands in its body, ``description`` what search engines show."""

    title: str
    body: Markup
    view: View
    status: int = 200
    description: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Sends the browser on with 303. ``location`` starts with ``/`` and stays on this server, else ValueError."""

    location: str

    def __post_init__(self) -> None:
        if not local_url(self.location).startswith("/"):
            raise ValueError(f"a redirect leads to a path that starts with /, not to {self.location!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A text to be kept: ``name`` is suggested to the browser, whatever it holds."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Spec:
    """One component: the class of its data, its markup parameters, and whether it has a behaviour."""

    props: type[BaseModel]
    summary: str
    slots: tuple[str, ...] = ()
    script: bool = False


def joined(*parts: Markup) -> Markup:
    """Return the parts one after another."""
    return Markup("\n").join(parts)


def url(*segments: str, **query: str | int | None) -> str:
    """Return an address on this server, whatever the texts hold: ``url("parcels", code, page=2)``.

    A query's value of None is left out. Raises ValueError for a segment that is empty or only dots: it would lead
    somewhere else.
    """
    if any(not segment.strip(".") for segment in segments):
        raise ValueError(f"a segment of a path is neither empty nor only dots: {segments}")
    path = "/" + "/".join(quote(segment, safe="", errors="replace") for segment in segments)
    given = {name: str(value) for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path


def respond(interface: Interface, answer: Page | Redirect | File, media_type: str) -> Response:
    """Return the HTTP answer. A page stays in its visitor's browser and is asked for anew each time."""
    if isinstance(answer, Redirect):
        return Response(None, 303, {"Location": quote(answer.location, safe=":/%#?=@[]!$&'()*+,;")})
    if isinstance(answer, File):
        plain = re.sub(r'[\x00-\x1f\x7f"/\\]', "_", answer.name)[:120] or "file"
        ascii_only = plain.encode("ascii", "replace").decode().replace("?", "_")
        kept = f"attachment; filename=\"{ascii_only}\"; filename*=UTF-8''{quote(plain, safe='', errors='replace')}"
        return Response(answer.text.encode("utf-8", "replace"), 200, {"Content-Disposition": kept}, media_type)
    headers = {"Cache-Control": "private, no-cache", "Content-Language": answer.view.locale}
    return Response(interface.document(answer).encode("utf-8", "replace"), answer.status, headers, media_type)


@dataclass(frozen=True, eq=False)
class Interface:
    """A bundle's components, with the resources below its ``ui/`` folder.

    ``package`` is the bundle's import name, ``design`` the unit (``design/v1``) that its pages are drawn in,
    ``components`` maps names to specs, ``locales`` are the languages of its messages, the default first.
    """

    package: str
    feature: str
    version: int
    design: str
    components: Mapping[str, Spec]
    locales: tuple[str, ...]

    def render(self, component: str, view: View, props: BaseModel, /, **slots: Markup) -> Markup:
        """Return a component's markup. Raises OverflowError when it becomes longer than 2 million characters.

        A template that reads what is not there, or prints what is no text, raises jinja2's errors or TypeError.
        """
        handed = {"props": props, "view": view, "t": self._texts(view), "icon": Icons(self.design)}
        return rendered(self._template(component), {**slots, **handed})

    def text(self, view: View, key: str, /, **values: object) -> str:
        """Return a message of ui/messages.json in the visitor's language, for a page's title. See ``t`` of templates.

        Raises LookupError for an unknown key and for a value that the message needs.
        """
        return self._texts(view)(key, **values)

    def stories(self) -> dict[str, list[dict[str, str]]]:
        """Return each component's stories in their order: name and summary."""
        return {
            name: [{"name": each.name, "summary": each.summary} for each in self._stories(name)]
            for name in self.components
        }

    def story(self, component: str, name: str) -> Page:
        """Return one story's page. Raises LookupError for an unknown one, ValueError for props against the schema."""
        if component not in self.components:
            raise LookupError(f"no component is called {component!r}")
        story = next((each for each in self._stories(component) if each.name == name), None)
        if story is None:
            raise LookupError(f"{component} has no story {name!r}")
        view = View(story.view.locale, story.view.zone, story.view.hour12)
        props = self.components[component].props.model_validate_json(json.dumps(story.props))
        slots = {slot: Markup("<p>{}</p>").format(text) for slot, text in story.slots.items()}
        return Page(title=f"{component}: {name}", body=self.render(component, view, props, **slots), view=view)

    def document(self, page: Page) -> str:
        """Return a page as a whole document, with its stylesheets and its script."""
        own = f"/ui/{self.feature}/v{self.version}"
        sheets = [f"/ui/{self.design}/design.css", *([f"{own}/components.css"] if self.components else [])]
        links = [Markup('<link rel="stylesheet" href="{}">').format(sheet) for sheet in sheets]
        if any(spec.script for spec in self.components.values()):
            links.append(Markup('<script type="module" src="{}/start.js"></script>').format(own))
        about = Markup('<meta name="description" content="{}">').format(printable(page.description))
        return _DOCUMENT.format(
            lang=page.view.locale,
            dir=page.view.direction,
            title=printable(page.title),
            head=joined(*([about] if page.description else []), *links),
            body=page.body,
        )

    @cached_property
    def _templates(self) -> dict[str, Template]:
        return {}

    def _template(self, component: str) -> Template:
        if component not in self._templates:
            file = f"ui/{component}/template.html"
            self._templates[component] = parsed(self._resource(file), f"{self.feature}/v{self.version}/{file}")
        return self._templates[component]

    @cached_property
    def _messages(self) -> dict[str, dict[str, str | dict[str, str]]]:
        return _MESSAGES.validate_json(self._resource("ui/messages.json"))

    def _texts(self, view: View) -> Texts:
        locale = nearest(view.locale, self.locales)
        return Texts(self._messages[locale], view, locale)

    def _stories(self, component: str) -> list[_Story]:
        return _STORIES.validate_json(self._resource(f"ui/{component}/stories.json"))

    def _resource(self, path: str) -> str:
        data = pkgutil.get_data(self.package, path)
        if data is None:
            raise LookupError(f"the loader of {self.package} has no {path}")
        return data.decode()


_DOCUMENT = Markup(
    """\
<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/icon.svg">
{head}
</head>
<body>
{body}
</body>
</html>
"""
)


class _StoryView(BaseModel):
    model_config = ConfigDict(extra="forbid")

    locale: str
    zone: str = "UTC"
    hour12: bool = False


class _Story(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    summary: str
    view: _StoryView
    props: dict[str, JsonValue]
    slots: dict[str, str] = {}


_STORIES = TypeAdapter(list[_Story])
_MESSAGES = TypeAdapter(dict[str, dict[str, str | dict[str, str]]])
