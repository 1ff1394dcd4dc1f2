"""The models of design/v2, rendered from its schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool

from .shapes import Shape


class Color(Shape):
    """One colour, for light and for dark surroundings."""

    model_config = ConfigDict(extra="forbid")
    light: Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]
    dark: Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]


class Colors(Shape):
    """Colours by what they are for, each for light and for dark."""

    model_config = ConfigDict(extra="forbid")
    surface: Annotated[Color, Field(description="The page.")]
    raised: Annotated[
        Color,
        Field(
            description="Cards, dialogs and inputs that lie on the page; in the dark its contrast with surface is at least 1.18:1."
        ),
    ]
    sunken: Annotated[
        Color, Field(description="Wells and what is off: a step below the page, seen on surface and raised.")
    ]
    text: Annotated[Color, Field(description="Words; at least 12:1 on surface and raised.")]
    muted: Annotated[Color, Field(description="Secondary words; at least 5:1 on surface, raised and sunken.")]
    line: Annotated[
        Color,
        Field(
            description="Hairlines between things that belong together; at least 1.25:1 on surface and raised in the light, 1.4:1 in the dark."
        ),
    ]
    edge: Annotated[Color, Field(description="The border of a control; at least 3:1 on surface and raised.")]
    accent: Annotated[
        Color,
        Field(
            description="The one colour that says: you can act here. At least 5:1 on surface and raised, and under on-accent."
        ),
    ]
    accent_strong: Annotated[Color, Field(alias="accent-strong", description="Accent while it is hovered or pressed.")]
    on_accent: Annotated[
        Color,
        Field(alias="on-accent", description="Words and icons on accent and accent-strong; at least 5:1 on both."),
    ]
    accent_soft: Annotated[
        Color,
        Field(
            alias="accent-soft",
            description="A tint of accent for what is free; its contrast with raised is at least 1.2:1 in the light and 1.35:1 in the dark, so that tiles are seen without a border.",
        ),
    ]
    on_accent_soft: Annotated[
        Color,
        Field(alias="on-accent-soft", description="Words on accent-soft, also while that is pressed; at least 5.5:1."),
    ]
    good: Annotated[
        Color,
        Field(
            description="Something went well; words or an icon, at least 5:1 on good-soft, surface and raised; a green of the accent's family, its hue at most 20 degrees away."
        ),
    ]
    good_soft: Annotated[Color, Field(alias="good-soft", description="Its tint.")]
    bad: Annotated[
        Color,
        Field(description="Something needs attention or is destructive; at least 5:1 on bad-soft, surface and raised."),
    ]
    bad_soft: Annotated[Color, Field(alias="bad-soft", description="Its tint.")]
    on_bad: Annotated[
        Color, Field(alias="on-bad", description="Words on bad; at least 5:1, also while bad is hovered.")
    ]
    focus: Annotated[
        Color,
        Field(
            description="The focus ring; at least 3:1 on surface, raised, sunken and accent-soft, and told from accent."
        ),
    ]
    shadow: Annotated[Color, Field(description="What shadows are tinted with.")]


class Fonts(Shape):
    """Families."""

    model_config = ConfigDict(extra="forbid")
    sans: Annotated[str, Field(min_length=1, max_length=200, description="The family of everything, with fallbacks.")]


class Leadings(Shape):
    """Line heights, without unit."""

    model_config = ConfigDict(extra="forbid")
    tight: Annotated[str, Field(min_length=1, max_length=200, description="Headings.")]
    snug: Annotated[str, Field(min_length=1, max_length=200, description="Controls.")]
    body: Annotated[str, Field(min_length=1, max_length=200, description="Text.")]


class Motions(Shape):
    """How things move."""

    model_config = ConfigDict(extra="forbid")
    fast: Annotated[str, Field(min_length=1, max_length=200, description="Hover and press, a duration.")]
    slow: Annotated[str, Field(min_length=1, max_length=200, description="Things that enter, a duration.")]
    ease: Annotated[str, Field(min_length=1, max_length=200, description="The timing function of both.")]


class Radii(Shape):
    """Rounded corners."""

    model_config = ConfigDict(extra="forbid")
    sm: Annotated[str, Field(min_length=1, max_length=200, description="Small things.")]
    md: Annotated[str, Field(min_length=1, max_length=200, description="Controls.")]
    lg: Annotated[str, Field(min_length=1, max_length=200, description="Cards.")]
    full: Annotated[str, Field(min_length=1, max_length=200, description="Pills and circles.")]


class Shadows(Shape):
    """Shadows, drawn with var(--color-shadow)."""

    model_config = ConfigDict(extra="forbid")
    sm: Annotated[str, Field(min_length=1, max_length=200, description="A raised control.")]
    md: Annotated[str, Field(min_length=1, max_length=200, description="A card.")]
    lg: Annotated[str, Field(min_length=1, max_length=200, description="A dialog.")]


class Sizes(Shape):
    """Measures."""

    model_config = ConfigDict(extra="forbid")
    control: Annotated[
        str, Field(min_length=1, max_length=200, description="Least height of a control; at least 2.75rem.")
    ]
    icon: Annotated[str, Field(min_length=1, max_length=200, description="An icon beside body text.")]
    hairline: Annotated[str, Field(min_length=1, max_length=200, description="The width of a border.")]
    ring: Annotated[str, Field(min_length=1, max_length=200, description="The width of the focus ring.")]
    measure: Annotated[str, Field(min_length=1, max_length=200, description="The longest line of text.")]
    page: Annotated[str, Field(min_length=1, max_length=200, description="The widest a page grows.")]


class Spaces(Shape):
    """Distances, in rem, on one rhythm."""

    model_config = ConfigDict(extra="forbid")
    xxs: Annotated[str, Field(min_length=1, max_length=200, description="Between an icon and its word.")]
    xs: Annotated[str, Field(min_length=1, max_length=200, description="Inside small things.")]
    sm: Annotated[str, Field(min_length=1, max_length=200, description="Inside controls.")]
    md: Annotated[str, Field(min_length=1, max_length=200, description="Between siblings.")]
    lg: Annotated[str, Field(min_length=1, max_length=200, description="Inside cards.")]
    xl: Annotated[str, Field(min_length=1, max_length=200, description="Between parts.")]
    xxl: Annotated[str, Field(min_length=1, max_length=200, description="Between sections.")]


class SpecimenProps(Shape):
    """What the specimen sheet shows besides the design itself."""

    model_config = ConfigDict(extra="forbid")
    heading: Annotated[
        str, Field(min_length=1, max_length=200, description="The sheet's heading.", examples=["A quiet design"])
    ]
    choice: Annotated[Literal["first", "second"], Field(description="Which of the two radio buttons is chosen.")]
    wrong: Annotated[StrictBool, Field(description="Whether the field is shown with its error.")]


class TextSizes(Shape):
    """Sizes of type, in rem; body is md."""

    model_config = ConfigDict(extra="forbid")
    xs: Annotated[str, Field(min_length=1, max_length=200, description="Fine print.")]
    sm: Annotated[str, Field(min_length=1, max_length=200, description="Labels and hints.")]
    md: Annotated[str, Field(min_length=1, max_length=200, description="Body.")]
    lg: Annotated[str, Field(min_length=1, max_length=200, description="Lead text and large controls.")]
    xl: Annotated[str, Field(min_length=1, max_length=200, description="Headings of parts.")]
    xxl: Annotated[str, Field(min_length=1, max_length=200, description="The heading of a page; may use clamp().")]


class Tokens(Shape):
    """Every value that a stylesheet may draw with. A leaf's path, joined with hyphens, is its custom property: --color-surface."""

    model_config = ConfigDict(extra="forbid")
    color: Colors
    font: Fonts
    text: TextSizes
    leading: Leadings
    weight: Weights
    space: Spaces
    radius: Radii
    shadow: Shadows
    size: Sizes
    motion: Motions


class Weights(Shape):
    """Weights of type."""

    model_config = ConfigDict(extra="forbid")
    regular: Annotated[str, Field(min_length=1, max_length=200, description="Text.")]
    medium: Annotated[str, Field(min_length=1, max_length=200, description="Labels and controls.")]
    bold: Annotated[str, Field(min_length=1, max_length=200, description="Headings.")]


Color.model_rebuild()
Colors.model_rebuild()
Fonts.model_rebuild()
Leadings.model_rebuild()
Motions.model_rebuild()
Radii.model_rebuild()
Shadows.model_rebuild()
Sizes.model_rebuild()
Spaces.model_rebuild()
SpecimenProps.model_rebuild()
TextSizes.model_rebuild()
Tokens.model_rebuild()
Weights.model_rebuild()
