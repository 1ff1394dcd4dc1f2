import pytest

from generator.ui import script
from tests.generator.ui.toys import SCRIPT, board, rules


def broken(inside: str) -> set[str]:
    """Return the rules that a behaviour breaks whose function holds ``inside``."""
    text = f"export default function (element, {{ visit, announce }}) {{\n{inside}\n}}\n"
    return {flaw.rule for flaw in script.check(text)}


def test_the_good_script_passes() -> None:
    """What the toy does is allowed."""
    assert script.check(SCRIPT) == []


ALLOWED = [
    "",
    "element.hidden = true;",
    "const x = element.querySelector('.notice-board-x'); x?.focus({ preventScroll: true });",
    "for (const each of element.children) each.tabIndex = -1;",
    "for (let i = 0; i < 3; i += 1) element.children.item(i).classList.toggle('x');",
    "const list = [1, 2]; const last = list.length - 1; announce(list[last - 1]);",
    "const { key, target } = new KeyboardEvent('x'); announce(key, target);",
    "element.addEventListener('click', async (event) => { await visit(event.currentTarget.href); });",
    "const observer = new ResizeObserver((entries) => entries.forEach((each) => announce(each.contentRect.width)));"
    "observer.observe(element); return () => observer.disconnect();",
    "const wide = matchMedia('(min-width: 40rem)'); announce(wide.matches);",
    "document.addEventListener('keydown', (event) => { if (event.key === 'Escape') element.close(); });",
    "const lang = document.documentElement.lang;announce(new Intl.DateTimeFormat(lang, { hour: 'numeric' }).format());",
    "const data = new FormData(element); announce([...data.keys()].map(String).join());",
    "const p = document.createElement('p'); p.textContent = 'x'; element.append(p);",
    "element.setAttribute('aria-expanded', 'true'); element.toggleAttribute('inert');",
    "setTimeout(() => element.focus(), 10); const run = () => {}; requestAnimationFrame(run);",
    "const state = { open: false, items: [] }; state.open = true; state.items.push(1);",
    "switch (element.value) { case 'a': break; default: throw new Error('no'); }",
    "try { visit('/x?y=1'); } catch { announce('x'); } finally { element.inert = false; }",
    "if (element instanceof HTMLElement && Node.ELEMENT_NODE) announce(`${Math.max(1, 2)} of ${Number('3')}`);",
    "const [first, ...rest] = [1, 2]; announce(first, rest); function later(a, b = 1) { return a + b; } later(1);",
    "element.requestSubmit(); element.showModal(); const name = 1, open = 2, event = 3; announce(name, open, event);",
]


@pytest.mark.parametrize("inside", ALLOWED)
def test_what_behaviours_need_is_allowed(inside: str) -> None:
    """Honest behaviours have no findings."""
    assert broken(inside) == set()


REFUSED = [
    ("fetch('/x');", "safety/network"),
    ("new XMLHttpRequest();", "safety/network"),
    ("new WebSocket('/x');", "safety/network"),
    ("new EventSource('/x');", "safety/network"),
    ("new Worker('/x');", "safety/network"),
    ("navigator.sendBeacon('/x');", "safety/network"),
    ("new Image().src = '/x';", "safety/network"),
    ("element.ownerDocument.defaultView.fetch('/x');", "safety/network"),
    ("{ const fetch = 1; announce(fetch); } fetch('/x');", "safety/network"),
    ("const f = (a = fetch) => { let fetch = 1; a(fetch); }; f();", "safety/network"),
    ("eval('1');", "safety/eval"),
    ("(0, eval)('1');", "safety/module"),
    ("new Function('1');", "safety/eval"),
    ("window.eval('1');", "safety/eval"),
    ("globalThis['ev' + 'al']('1');", "safety/eval"),
    ("self.x;", "safety/eval"),
    ("top.x;", "safety/eval"),
    ("parent.x;", "safety/eval"),
    ("frames.x;", "safety/eval"),
    ("element.innerHTML = 'x';", "safety/eval"),
    ("element.outerHTML = 'x';", "safety/eval"),
    ("element.insertAdjacentHTML('beforeend', 'x');", "safety/eval"),
    ("element.setHTMLUnsafe('x');", "safety/eval"),
    ("const { innerHTML } = element;", "safety/eval"),
    ("const { innerHTML: x } = element;", "safety/eval"),
    ("({ a: element.innerHTML } = { a: 'x' });", "safety/eval"),
    ("[element.innerHTML] = ['x'];", "safety/eval"),
    ("for (element.innerHTML of ['x']) announce();", "safety/eval"),
    ("for (const key in element) announce(key);", "safety/eval"),
    ("element['inner' + 'HTML'] = 'x';", "safety/eval"),
    ("const key = element.dataset.key; element[key]('x');", "safety/eval"),
    ("let i = 0; i = 'innerHTML'; element[i] = 'x';", "safety/eval"),
    ("const i = 'innerHTML'; element[i] = 'x';", "safety/eval"),
    ("((i) => element[i])('x');", "safety/eval"),
    ("element[`innerHTML`] = 'x';", "safety/eval"),
    ("element?.['innerHTML'];", "safety/eval"),
    ("element[['innerHTML']];", "safety/eval"),
    ("element[{ toString() { return 'x'; } }];", "safety/module"),
    ("element.constructor.constructor('1')();", "safety/eval"),
    ("(() => {}).constructor('1')();", "safety/eval"),
    ("const o = { constructor: 1 }; element.constructor('1');", "safety/eval"),
    ("const o = { dataset: () => {} }; o.dataset.constructor('1')();", "safety/eval"),
    ("const o = { innerHTML: 1 }; element.innerHTML = 'x';", "safety/eval"),
    ("element.__proto__ = null;", "safety/eval"),
    ("const o = { '__proto__': 1 };", "safety/eval"),
    ("const o = { ['x']: 1 };", "safety/module"),
    ("const o = { ...element };", "safety/eval"),
    ("const { ...o } = element;", "safety/eval"),
    ("Object.values(element);", "safety/name"),
    ("Object.assign(element, {});", "safety/browser-state"),
    ("Object.getOwnPropertyDescriptor(element, 'x');", "safety/name"),
    ("Reflect.get(element, 'x');", "safety/eval"),
    ("new Proxy({}, {});", "safety/eval"),
    ("setTimeout('alert(1)', 1);", "safety/eval"),
    ("setTimeout(element.dataset.code, 1);", "safety/eval"),
    ("let f = () => {}; f = 'x'; setTimeout(f, 1);", "safety/eval"),
    ("((f) => setTimeout(f, 1))('x');", "safety/eval"),
    ("const s = setTimeout; s('x');", "safety/name"),
    ("[setTimeout].map((s) => s('x'));", "safety/name"),
    ("['x'].forEach(setTimeout);", "safety/name"),
    ("setTimeout`alert(1)`;", "safety/eval"),
    ("announce(document);", "safety/name"),
    ("const d = document;", "safety/name"),
    ("const { body } = document;", "safety/name"),
    ("document.write('x');", "safety/eval"),
    ("document['write']('x');", "safety/eval"),
    ("document.cookie = 'a=b';", "safety/browser-state"),
    ("document.location = '/x';", "safety/browser-state"),
    ("document.defaultView.x;", "safety/eval"),
    ("document.execCommand('x');", "safety/eval"),
    ("document.implementation.createHTMLDocument();", "safety/eval"),
    ("document.addEventListener('x', (event) => event.currentTarget.open('/x'));", "safety/browser-state"),
    ("location.href = '/x';", "safety/browser-state"),
    ("history.pushState({}, '', '/x');", "safety/browser-state"),
    ("localStorage.x = 1;", "safety/browser-state"),
    ("sessionStorage.getItem('x');", "safety/browser-state"),
    ("indexedDB.open('x');", "safety/browser-state"),
    ("caches.open('x');", "safety/browser-state"),
    ("open('/x');", "safety/browser-state"),
    ("alert(1);", "safety/browser-state"),
    ("postMessage('x');", "safety/browser-state"),
    ("new BroadcastChannel('x');", "safety/browser-state"),
    ("name = 'x';", "safety/browser-state"),
    ("console.log(1);", "safety/name"),
    ("x = 1;", "safety/name"),
    ("element.style.color = 'red';", "safety/inline-style"),
    ("element.setAttribute('style', 'x');", "safety/inline-style"),
    ("element.setAttribute('onclick', 'x');", "safety/handler"),
    ("element.setAttribute('ONCLICK', 'x');", "safety/handler"),
    ("element.toggleAttribute('onclick');", "safety/handler"),
    ("element.setAttribute('href', 'x');", "safety/foreign-url"),
    ("element.setAttribute('src', 'x');", "safety/foreign-url"),
    ("element.setAttribute('srcdoc', 'x');", "safety/element"),
    ("element.setAttribute(element.title, 'x');", "safety/eval"),
    ("element.setAttribute('on' + 'click', 'x');", "safety/eval"),
    ("const s = element.setAttribute; s('onclick', 'x');", "safety/eval"),
    ("const { setAttribute } = element;", "safety/eval"),
    ("element.setAttributeNS(null, 'onclick', 'x');", "safety/name"),
    ("element.onclick = () => {};", "safety/name"),
    ("element.href = '/x';", "safety/foreign-url"),
    ("element.action = '/x';", "safety/foreign-url"),
    ("const o = { href: 1 }; element.href = 'javascript:1';", "safety/foreign-url"),
    ("visit('https://evil.test');", "safety/foreign-url"),
    ("visit('//evil.test');", "safety/foreign-url"),
    ("visit(`javascript:1`);", "safety/foreign-url"),
    ("document.createElement('script');", "safety/element"),
    ("document.createElement('iframe');", "safety/element"),
    ("document.createElement(element.title);", "safety/eval"),
    ("document.createElementNS('x', 'script');", "safety/name"),
    ("const make = document.createElement;", "safety/eval"),
    ("element.getRootNode().defaultView;", "safety/eval"),
    ("element.parentNode.x;", "safety/name"),
    ("const o = { parentNode: 1 }; element.parentNode.body;", "safety/name"),
    ("import('/x');", "safety/module"),
    ("import.meta.url;", "safety/module"),
    ("this.x;", "safety/name"),
    ("var x = 1;", "safety/module"),
    ("class X {}", "safety/module"),
    ("with (element) { announce(); }", "safety/eval"),
    ("debugger;", "safety/module"),
    ("label: for (;;) { break label; }", "safety/module"),
    ("arguments[0];", "safety/name"),
    ("const x = <p>x</p>;", "safety/module"),
    ("const o = { get x() { return 1; } };", "safety/module"),
    ("function* x() { yield 1; }", "safety/module"),
    ("const \\u0066etch = 1;", "safety/name"),
    ("\\u0066etch('/x');", "safety/name"),
    ("element.inner\\u0048TML = 'x';", "safety/name"),
    ("const é = 1;", "safety/name"),
    ("new.target;", "safety/module"),
    ("<!-- x\n", "safety/module"),
    ("const x = ;", "code/syntax"),
    ("}", "code/syntax"),
    ("'", "code/syntax"),
]


@pytest.mark.parametrize(("inside", "rule"), REFUSED)
def test_what_could_harm_is_refused(inside: str, rule: str) -> None:
    """Each row breaks the rule beside it."""
    assert rule in broken(inside)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "safety/module"),
        ("export function x(element) {}", "safety/module"),
        ("export default (element) => {};", "safety/module"),
        ("export default async function (element) {}", "safety/module"),
        ("export default function* (element) {}", "safety/module"),
        ("export default function () {}", "safety/module"),
        ("export default function (element) {}\nexport const x = 1;", "safety/module"),
        ("export default function (element) {}\nexport * from './x.js';", "safety/module"),
        ("import x from './x.js';\nexport default function (element) {}", "safety/module"),
        ("let x = 1;\nexport default function (element) {}", "safety/module"),
        ("const x = Date.now();\nexport default function (element) {}", "safety/module"),
        ("announce();\nexport default function (element) {}", "safety/module"),
        ("#!/x\nexport default function (element) {}", "safety/module"),
        ("export default function (element) {}\nif (true) {}", "safety/module"),
        ("//" + "x" * 33_000, "safety/script-size"),
        ("export default function (element) {}//\u202e", "safety/hidden-text"),
    ],
)
def test_a_behaviour_is_one_small_module(text: str, rule: str) -> None:
    """What is loaded is one function and constants."""
    assert rule in rules(board(script=text))
