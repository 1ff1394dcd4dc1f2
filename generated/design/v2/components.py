"""The components of design/v2, rendered from its prompt and schemas: change those, not this."""

from __future__ import annotations

from .markup import Interface, Markup, Page, Spec, View
from .models import SpecimenProps

INTERFACE = Interface(
    package=__package__,
    feature="design",
    version=2,
    design="design/v2",
    components={
        "specimen": Spec(
            props=SpecimenProps,
            summary="A sheet that shows every class, every icon, the type scale and the colours together.",
        ),
    },
    locales=("en", "de"),
)


def specimen(view: View, props: SpecimenProps) -> Markup:
    """A sheet that shows every class, every icon, the type scale and the colours together.

    For designers and for pictures: headings of all sizes, a lead paragraph, buttons of all kinds (also disabled),
    tiles (one of them chosen), a field with hint and, when `wrong`, with its error, a text area, a select, radio
    choices, the three banners, badges, a card with facts and a leaf, an empty place, a row of the icons, and
    swatches of the surfaces and of the accent, good and bad pairs with their words on them.
    """
    return INTERFACE.render("specimen", view, props)


def stories() -> dict[str, list[dict[str, str]]]:
    """Return the stories of each component: name and summary."""
    return INTERFACE.stories()


def story(component: str, name: str) -> Page:
    """Return the page of one story. Raises LookupError for an unknown one."""
    return INTERFACE.story(component, name)
