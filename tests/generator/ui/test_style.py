import pytest

from generator.ui import sheets, style
from tests.generator.ui.toys import BOARD, DESIGN, STYLE


def broken(text: str) -> set[str]:
    """Return the rules that a component's style sheet breaks."""
    return {flaw.rule for flaw in style.check(text, BOARD, DESIGN)}


def test_the_good_style_passes() -> None:
    """What the toy writes is allowed."""
    assert style.check(STYLE, BOARD, DESIGN) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".notice-board { margin: 0 auto; inset-inline: calc(1rem + 2px); }",
        ".notice-board-x, .notice-board .card > li:nth-child(2n + 1)::before { content: '·'; }",
        ".notice-board[data-kind='calm'] input:not(:checked) + label { color: inherit; }",
        ".notice-board-a + .notice-board-b { color: var(--color-text); }",
        ".notice-board { &[hidden] { display: none; } & .card { color: red-ish; } > p { margin: 0; } }",
        ".notice-board { @media (hover: hover) { &:hover { color: Highlight; } } }",
        "@supports (display: grid) { .notice-board { display: grid; grid-area: gold; } }",
        "@container (min-width: 20rem) { .notice-board { color: currentcolor; } }",
        "@starting-style { .notice-board { opacity: 0; } }",
        ".notice-board { background: url(/assets/x.svg); mask: url('/assets/a/b.svg'); }",
        ".notice-board { --notice-board-x: 1px; width: var(--notice-board-x); height: var(--notice-board-y, 2px); }",
        ".notice-board { color: color-mix(in srgb, var(--color-text), #000 10%); }",
        ".notice-board { color: oklch(from var(--color-text) l c h / 50%); }",
        ".notice-board { font-family: var(--font-body), sans-serif; z-index: 1; position: sticky; }",
        ".notice-board { animation: notice-board-in 1s; } @keyframes notice-board-in { from, 50% { opacity: 0 } }",
        "/* a comment */ .notice-board { color: transparent; } /* } */",
        ".notice-board:has(> .button:focus-visible) { outline-color: ButtonText; }",
        ".notice-board:dir(rtl) .notice-board-x:lang(de) { rotate: 180deg; }",
    ],
)
def test_what_components_need_is_allowed(text: str) -> None:
    """Honest styles have no findings."""
    assert broken(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("p { margin: 0; }", "ui/scope"),
        ("* { margin: 0; }", "ui/scope"),
        (":root { margin: 0; }", "ui/scope"),
        ("body .notice-board { margin: 0; }", "ui/scope"),
        ("html:has(.notice-board) { margin: 0; }", "ui/scope"),
        (":is(.notice-board, body) { margin: 0; }", "ui/scope"),
        (":not(.notice-board) { margin: 0; }", "ui/scope"),
        (".button { margin: 0; }", "ui/scope"),
        (".notice-boards { margin: 0; }", "ui/scope"),
        (".notice-board, p { margin: 0; }", "ui/scope"),
        (".notice-board + p { margin: 0; }", "ui/scope"),
        (".notice-board ~ * { margin: 0; }", "ui/scope"),
        (".notice-board { & + p { margin: 0; } }", "ui/scope"),
        (".notice-board { + p { margin: 0; } }", "ui/scope"),
        (".notice-board { body & { margin: 0; } }", "ui/scope"),
        (".notice-board { :not(&) { margin: 0; } }", "ui/scope"),
        (".notice-board { &:is(&, body) { margin: 0; } }", "ui/scope"),
        (".notice-board #x { margin: 0; }", "ui/scope"),
        (".notice-board::part(x) { margin: 0; }", "ui/scope"),
        (":host { margin: 0; }", "ui/scope"),
        ("@layer x { .notice-board { margin: 0; } }", "ui/scope"),
        ("@scope (body) { p { margin: 0; } }", "ui/scope"),
        ("@property --x { syntax: '*'; }", "ui/scope"),
        ("@page { margin: 0; }", "ui/scope"),
        ("@font-face { font-family: x; }", "ui/scope"),
        ("@media print { p { margin: 0; } }", "ui/scope"),
        ("@keyframes spin { from { opacity: 0; } }", "ui/scope"),
        (".notice-board { margin: 0 !important; }", "ui/scope"),
        (".notice-board { position: fixed; }", "ui/scope"),
        (".notice-board { z-index: 9999; }", "ui/scope"),
        (".notice-board .other { margin: 0; }", "ui/class"),
        (".notice-board:not(.other) { margin: 0; }", "ui/class"),
        ("@import '/x.css';", "safety/foreign-url"),
        ("@import url(//evil.test);", "safety/foreign-url"),
        (".notice-board { background: url(https://evil.test); }", "safety/foreign-url"),
        (".notice-board { background: url('//evil.test'); }", "safety/foreign-url"),
        (".notice-board { background: url(data:image/png;base64,x); }", "safety/foreign-url"),
        (".notice-board { background: url(/assets/../x.svg); }", "safety/foreign-url"),
        (".notice-board { background: URL(/x.svg); }", "safety/foreign-url"),
        (".notice-board { --notice-board-x: url(//evil.test); }", "safety/foreign-url"),
        ("@supports (background: url(//evil.test)) { .notice-board { margin: 0; } }", "safety/foreign-url"),
        (".notice-board { background: image-set('//evil.test' 1x); }", "safety/element"),
        (".notice-board { background: src('//evil.test'); }", "safety/element"),
        (".notice-board { width: expression(alert(1)); }", "safety/element"),
        (".notice-board { background: -webkit-image-set(x); }", "safety/element"),
        (".notice-board { background: paint(x); }", "safety/element"),
        (".notice-board { background: element(#x); }", "safety/element"),
        (".notice-board { behavior: x; }", "safety/element"),
        (".notice-board { -moz-binding: x; }", "safety/element"),
        (".notice-board { filter: progid:x(y); }", "safety/element"),
        (".notice-board { color: #fff; }", "ui/token"),
        (".notice-board { color: red; }", "ui/token"),
        (".notice-board { color: RED; }", "ui/token"),
        (".notice-board { border: 1px solid rgb(0 0 0 / 10%); }", "ui/token"),
        (".notice-board { color: hsl(0 0% 0%); }", "ui/token"),
        (".notice-board { color: oklch(0 0 0); }", "ui/token"),
        (".notice-board { background: linear-gradient(white, var(--color-text)); }", "ui/token"),
        (".notice-board { color: color-mix(in srgb, red, blue); }", "ui/token"),
        (".notice-board { color: var(--color-text, #fff); }", "ui/token"),
        (".notice-board { --notice-board-x: #fff; }", "ui/token"),
        (".notice-board { color: var(--color-other); }", "ui/token"),
        (".notice-board { --color-text: inherit; }", "ui/token"),
        (".notice-board { width: var(--notice-board-x); }", "ui/token"),
        (".notice-board { font-family: 'Comic Sans'; }", "ui/token"),
        (".notice-board::after { content: 'Free'; }", "ui/text"),
        (".notice-board { margin: 0; ", "code/syntax"),
        (".notice-board { margin: 0; } }", "code/syntax"),
        (".notice-board { margin: (0; }", "code/syntax"),
        ("/* .notice-board {}", "code/syntax"),
        (".notice-board { content: 'x; }", "code/syntax"),
        (".notice-board { b\\61 ckground: x; }", "code/syntax"),
        (".notice-board { color }", "code/syntax"),
        ("<!-- .notice-board { margin: 0; } -->", "code/syntax"),
        ("} @layer base { * { color: var(--color-text); }", "code/syntax"),
        ("margin: 0;", "code/syntax"),
        ("@media print;", "code/syntax"),
    ],
)
def test_what_reaches_out_is_refused(text: str, rule: str) -> None:
    """Each row breaks the rule beside it."""
    assert rule in broken(text)


BASE = """\
@font-face { font-family: "Own"; src: url(/assets/own.woff2) format("woff2"); font-weight: 100 900; }
*, ::before, ::after { box-sizing: border-box; }
:root, :where(:root) { color-scheme: light dark; --design-ring: 2px solid var(--color-text); }
body { font-family: var(--font-body); color: var(--color-text); background: var(--color-surface); }
:where(a, button):focus-visible { outline: var(--design-ring); }
[hidden] { display: none !important; }
.button, a.card:hover { padding: var(--space-1); }
.icon { inline-size: 1em; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
"""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (BASE, None),
        (BASE.replace("a.card:hover", "a"), "ui/class"),
        (BASE + ".other { margin: 0; }", "ui/class"),
        (BASE + "#x { margin: 0; }", "ui/scope"),
        (BASE + "p { color: #fff; }", "ui/token"),
        (BASE + "p { --color-text: inherit; }", "ui/token"),
        (BASE + "p { color: var(--other); }", "ui/token"),
        (BASE + "@import '/x.css';", "safety/foreign-url"),
        (BASE + "@font-face { font-family: X; src: url(//evil.test/x.woff2); }", "safety/foreign-url"),
        (BASE + "@font-face { font-family: X; color: x; }", "code/syntax"),
        (BASE + "@layer x { p { margin: 0; } }", "ui/scope"),
        (BASE + "p { margin: 0;", "code/syntax"),
    ],
)
def test_a_designs_base_styles_elements_and_promised_classes(text: str, rule: str | None) -> None:
    """Each row breaks the rule beside it, or none."""
    found = {flaw.rule for flaw in sheets.check(text, DESIGN)}
    assert found == set() if rule is None else rule in found
