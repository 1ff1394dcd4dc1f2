# ruff: noqa: E501  # scripts of one line each read better than wrapped ones
"""Small pages, and which rules of the family ``keyboard`` they break."""

from __future__ import annotations


def around(html: str) -> str:
    """Return a page that goes on before and after a part."""
    return f'<p><a href="#a">Before</a></p><p>{html}</p><p><a href="#z">After</a></p>'


TRAPS = {
    "keydown": '<input id="x"><script>x.onkeydown = e => { if (e.key === "Tab") e.preventDefault() }</script>',
    "blur": '<input id="x"><script>x.onblur = () => x.focus()</script>',
    "blur, later": '<input id="x"><script>x.onblur = () => setTimeout(() => x.focus(), 200)</script>',
    "focusin": '<div id="x"><button>A</button><button>B</button></div>'
    "<script>let on; document.addEventListener('focusin', e => {"
    " if (x.contains(e.target)) on = true; else if (on) x.firstChild.focus() })</script>",
    "timer": '<input id="x"><script>setInterval(() => x.focus(), 3000)</script>',
    "frames": '<input id="x"><script>let on; x.onfocus = () => on = true;'
    "requestAnimationFrame(function again() { if (on) x.focus(); requestAnimationFrame(again) })</script>",
    "springs late": '<input id="x"><script>let on; setTimeout(() => on = true, 8000);'
    'x.onkeydown = e => { if (on && e.key === "Tab") e.preventDefault() }</script>',
    "frame": """<iframe srcdoc="<button onkeydown='event.preventDefault()'>In</button>"></iframe>""",
    "sandbox": """<iframe sandbox="allow-scripts" srcdoc="<button onkeydown='event.preventDefault()'>In</button>"></iframe>""",
    "closed root": "<x-y></x-y><script>const root = document.querySelector('x-y').attachShadow({ mode: 'closed' });"
    "root.innerHTML = '<button>A</button><button>B</button>'; const [a, b] = root.children;"
    "a.onblur = () => b.focus(); b.onblur = () => a.focus()</script>",
    "advice that is wrong": '<p>Press F6 to leave.</p><input id="x"><script>x.onblur = () => x.focus()</script>',
    "dialog": '<dialog id="x"><input></dialog><script>x.oncancel = e => e.preventDefault(); x.showModal()</script>',
}
FREE = {
    "plain": '<button>A</button><input type="date"><video controls></video><details><summary>B</summary>C</details>',
    "advice": '<p>Press F6 to leave.</p><input id="x"><a id="y" href="#y">Y</a><script>let on = true;'
    'x.onblur = () => { if (on) x.focus() }; x.onkeydown = e => { if (e.key === "F6") { on = false; y.focus() } }</script>',
    "Escape": '<textarea id="x"></textarea><script>let on = true; x.onkeydown = e => {'
    'if (e.key === "Escape") on = false; if (on && e.key === "Tab") e.preventDefault() }</script>',
    "dialog": '<dialog id="x"><input></dialog><script>x.showModal()</script>',
    "dialog with a button": '<dialog id="x"><input><button>Close</button></dialog><script>x.showModal();'
    "x.oncancel = e => e.preventDefault(); document.querySelector('button').onclick = () => x.close()</script>",
    "feed": '<div id="x"><a href="#0">0</a></div><script>x.addEventListener("focusin", e => {'
    "if (e.target === x.lastChild) x.append(Object.assign(document.createElement('a'), { href: '#', textContent: 'More' })) })</script>",
    "focus once": '<input id="x"><script>setTimeout(() => x.focus(), 3000)</script>',
}

OTHERS = {
    "one-way": '<input id="x"><script>x.onkeydown = e => { if (e.key === "Tab" && e.shiftKey) e.preventDefault() }</script>',
    "lost-focus": "<button onclick='this.remove()'>Go</button>",
    "invisible-focus": "<button style='outline: 0'>Go</button>",
    "obscured-focus": "<button>Go</button><div style='position: fixed; inset: 0; background: #fff; pointer-events: auto'></div>",
    "order": "<div style='display: flex; flex-direction: column-reverse'><button>A</button><button>B</button></div>",
    "unreachable": "<span onclick='this.textContent = 1'>Go</span>",
    "scroll-region": "<div tabindex='-1' style='height: 50px; overflow: auto'><p style='height: 500px'>Words</p></div>",
    "positive-tabindex": "<button tabindex='3'>Go</button>",
}
VEILED = "<style>p:focus-within::after { content: ''; position: fixed; inset: 0; background: #fff }</style><p><button>Go</button></p>"
FINE = {
    "a tick that its label shows": "<style>label { position: relative } input { opacity: 0; width: 20px; height: 20px }"
    " input:focus + i { outline: 3px solid #00f }</style><label><input type=checkbox><i>Tick</i></label>",
    "a parent that shines through": "<style>p { position: relative } p::before { content: ''; position: absolute; inset: 0;"
    " background: #fffa; pointer-events: none }</style><p><button>Go</button></p>",
    "a focus ring of the parent": "<style>p:focus-within { background: #ff0 } button { outline: 0 }</style><p><button>Go</button></p>",
    "roving tabindex": "<div role='tablist'><button role='tab'>A</button><button role='tab' tabindex='-1'>B</button></div>",
    "active descendant": "<input role='combobox' aria-controls='l' aria-activedescendant='o'>"
    "<ul role='listbox' id='l'><li role='option' id='o'>A</li></ul>",
    "columns": "<div style='columns: 2; height: 60px'><p><button>A</button><p><button>B</button><p><button>C</button></div>",
    "a label that is clicked": "<label onclick='1'>Name <input></label>",
    "skip link": "<style>.s { position: absolute; left: -999px } .s:focus { left: 0 }</style><a class='s' href='#z'>Skip</a>",
    "scroller with a link": "<div style='height: 50px; overflow: auto'><p style='height: 500px'><a href='#z'>Words</a></p></div>",
}

ROWS = [
    *((f"trap: {name}", around(html), {"keyboard/trap"}) for name, html in TRAPS.items()),
    *((f"free: {name}", around(html), set[str]()) for name, html in FREE.items()),
    *((name, around(html), {f"keyboard/{name}"}) for name, html in OTHERS.items() if name != "obscured-focus"),
    ("obscured-focus", OTHERS["obscured-focus"], {"keyboard/obscured-focus"}),
    ("nothing but what no key leads to", "<span onclick='this.textContent = 1'>Go</span>", {"keyboard/unreachable"}),
    (
        "no control keeps its focus",
        "<a href='#z'>Go</a><script>addEventListener('focusin', (e) => e.target.blur())</script>",
        {"keyboard/unreachable"},
    ),
    (
        "flies off",
        around("<style>b:focus { position: fixed; left: -300em }</style><b tabindex=0>Go</b>"),
        {"keyboard/invisible-focus"},
    ),
    (
        "loses its colours",
        around("<style>button:focus { opacity: 0 }</style><button>Go</button>"),
        {"keyboard/invisible-focus"},
    ),
    ("veiled by a style", around(VEILED), {"keyboard/obscured-focus"}),
    *((f"fine: {name}", around(html), set[str]()) for name, html in FINE.items()),
]
