"""What a hostile visitor writes, and what a page must look like whatever they wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser import Browser

TEXTS = {
    "script": "<script>window.__hit=1</script><img data-hostile src=x onerror=window.__hit=1>",
    "breakout": "\"'><b data-hostile autofocus tabindex=0 onfocus=window.__hit=1>' onmouseover='window.__hit=1",
    "closing tags": "--></textarea></title></style></dialog></p><svg data-hostile onload=window.__hit=1>",
    "braces": "{{ 7*7 }}{% raw %}{{ props }}${7*7}{count}{name}%s%(name)s",
    "javascript": "javascript:window.__hit=1//<a data-hostile href=javascript:window.__hit=1>",
    "another host": "//evil.test/\\evil.test",
    "traversal": "%2e%2e%2f../../../etc/passwd%0d%0aSet-Cookie:%20a=b",
    "one long word": "W" * 5_000,
    "many words": "Wort " * 1_000,
    "turned around": "\u202eevil \u202dstay \u2067rtl \u200fmark \u05e9\u05dc\u05d5\u05dd \u061c",
    "emoji": "\U0001f469\u200d\U0001f4bb" * 60 + "\u0301" * 200 + "Z" + "\u0351" * 80 + "\ufdfd" * 20,
    "odd characters": "Ada\u0001\u0008\u001b[31m\u007f\u0085\u2028\ufeff\ufffe\U000e0041",
    "a null byte": "Ada\u0000<b data-hostile>",
}
"""Every text, by what it is called in the names of tests."""

PHONE = {"width": 320, "height": 640}
UNLISTED = "Antarctica/Troll"
"""A zone that pages do not offer, so that none asks for itself again in the zone of its visitor while one looks."""

_FAULTS = r"""() => {
  const faults = [];
  if ("__hit" in window) faults.push("a stranger's script ran");
  for (const one of document.querySelectorAll("*")) {
    for (const { name } of one.attributes) {
      if (name.startsWith("on") || name === "data-hostile") faults.push(`<${one.localName} ${name}>`);
    }
    for (const name of ["href", "action", "formaction", "src", "data"]) {
      const address = new URL(one.getAttribute(name) ?? "", location.href);
      if (address.origin !== location.origin) faults.push(`${name} ${address}`);
    }
    if (["iframe", "object", "embed", "base"].includes(one.localName)) faults.push(`<${one.localName}>`);
    if (one.localName === "script" && !one.src) faults.push("an inline script");
  }
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth) {
    const every = Array.from(document.body.querySelectorAll("*"));
    const wide = every.filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    const names = wide.map((one) => one.className?.baseVal ?? (one.className || one.localName));
    faults.push(`${scrollWidth} px wide on ${innerWidth} px: ${names.slice(-3).join(", ")}`);
  }
  // Words of ours must run as ever, whatever turns of direction a stranger wrote in the same paragraph.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (/[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(node.data)) continue;
    const place = node.data.search(/[A-Za-z]{2}/);
    if (place < 0 || !node.parentElement.checkVisibility()) continue;
    const left = [0, 1].map((step) => {
      const range = document.createRange();
      range.setStart(node, place + step);
      range.setEnd(node, place + step + 1);
      return range.getBoundingClientRect();
    });
    const turned = left[0].top === left[1].top && left[0].left > left[1].left;
    if (turned) faults.push(`runs backwards: ${node.data.trim().slice(0, 60)}`);
  }
  return faults;
}"""


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Page]:
    """Yield an empty page on a phone; afterwards no dialog was opened, no other host asked and no error logged."""
    seen: list[str] = []
    with browser.opened(viewport=PHONE, locale="en-US", timezone_id=UNLISTED) as page:
        page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: None if _is_ours(asked.url, address) else seen.append(asked.url))
        page.on("popup", lambda popup: seen.append(f"popup {popup.url}"))
        yield page
    assert seen == []


def _is_ours(url: str, address: str) -> bool:
    return urlsplit(url).netloc == urlsplit(address).netloc


def faults(page: Page) -> list[str]:
    """Return what strangers' texts did to a page that they must not do."""
    found: list[str] = page.evaluate(_FAULTS)
    return found


def unharmed(page: Page) -> None:
    """Assert that nothing ran, no markup was opened, no address leads away, nothing is wider, no word is turned."""
    found = faults(page)
    assert found == [], f"{page.url[:200]}: {found[:8]}"


def shown(page: Page, text: str) -> bool:
    """Say whether a page shows a text, as far as spaces and characters that HTML cannot hold let it."""
    body: str = page.evaluate("document.body.textContent")
    return "".join(text.split()) in "".join(body.split())
