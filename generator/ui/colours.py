"""Colours and functions in styles: colours come from the design's tokens, functions reach for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ui.css import Token, significant
from generator.ui.flaws import Flaw, shown

SYSTEM = frozenset(
    """
    accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext
    highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext transparent currentcolor
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
)
"""Colours that are the visitor's own or no colour of their own."""
_NAMED = frozenset(
    """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen
    """.split()  # noqa: SIM905 - as above
)
COLOUR_FUNCTIONS = frozenset("rgb rgba hsl hsla hwb lab lch oklab oklch color device-cmyk contrast-color".split())  # noqa: SIM905
FUNCTIONS = frozenset(
    """
    abs acos asin atan atan2 blur brightness calc circle clamp color-mix conic-gradient contrast cos counter counters
    cubic-bezier drop-shadow ellipse env exp fit-content grayscale hue-rotate hypot inset invert light-dark linear
    linear-gradient log max min minmax mod opacity path perspective polygon pow radial-gradient rect rem repeat
    repeating-conic-gradient repeating-linear-gradient repeating-radial-gradient rotate rotate3d rotatex rotatey rotatez
    round saturate scale scale3d scalex scaley scalez scroll sepia sign sin skew skewx skewy sqrt steps tan translate
    translate3d translatex translatey translatez var view xywh
    """.split()  # noqa: SIM905 - as above
)
"""Functions of values that compute and draw, and load nothing."""
_OF_NAMES = frozenset(
    {
        "animation", "animation-name", "container", "container-name", "counter-increment", "counter-reset",
        "counter-set", "font-family", "view-transition-name",
    }
)  # fmt: skip


def takes_names(declared: str) -> bool:
    """Say whether a property holds names of the author's choice, which may look like colours."""
    return declared in _OF_NAMES or declared.startswith("grid")


def raw(tokens: tuple[Token, ...], declared: str) -> Iterator[Flaw]:
    """Yield each colour that is written out instead of taken from a token."""
    named = not takes_names(declared)
    for token in tokens:
        if token.kind == "function" and token.text == "color-mix" and _has_var(token):
            continue
        if token.kind == "function" and token.text in COLOUR_FUNCTIONS:
            inner = significant(token.inner)
            if len(inner) < 2 or inner[0].text.lower() != "from" or inner[1].text != "var":
                yield _raw(f"{token.text}()", token)
            continue
        if token.kind == "hash":
            yield _raw(f"#{token.text}", token)
        elif token.kind == "ident" and named and token.text.lower() in _NAMED:
            yield _raw(token.text, token)
        if token.kind == "function" and token.text != "var":
            yield from raw(token.inner, declared)
        elif token.kind == "function":
            yield from raw(tuple(_fallback(token)), declared)
        elif token.kind.endswith(" block"):
            yield from raw(token.inner, declared)


def _has_var(token: Token) -> bool:
    return any(each.kind == "function" and each.text == "var" for each in token.all())


def _fallback(token: Token) -> tuple[Token, ...]:
    return significant(token.inner)[2:]


def _raw(text: str, token: Token) -> Flaw:
    remedy = "Take a colour of the design: var(--...); mix from those with color-mix()."
    return Flaw("ui/token", f"the colour {shown(text, 30)} is written out", token.line, remedy=remedy)
