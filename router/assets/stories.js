// The gallery in the browser. Every selection is an address, and the server draws the page for it; with this script the
// page becomes that page in place, so that the search, the focus and the frames that stay the same are left alone.

import { hold } from "./stories-focus.js";
import { play, renew, tend } from "./stories-frames.js";
import { morph } from "./stories-morph.js";
import { grow, listen, reveal } from "./stories-tree.js";

// Our own server's page, parsed into a document in which nothing runs.
const policy = window.trustedTypes?.createPolicy("lockstep", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy?.createHTML(text) ?? text, "text/html");
const byId = (id) => document.getElementById(id);
let asked; // what is on its way

/** Show the page at an address of the gallery in place of this one. */
async function go(href, { keep = false } = {}) {
  asked?.abort();
  asked = new AbortController();
  let response, text;
  try {
    response = await fetch(href, { signal: asked.signal, headers: { Accept: "text/html" } });
    text = await response.text();
  } catch (error) {
    if (error.name !== "AbortError" && !keep) location.assign(href);
    return;
  }
  const next = parse(text);
  if (!response.ok || !next.getElementById("desk")) {
    if (!keep) location.assign(href);
    else if (response.status === 404) say("What was shown here is gone.");
    return;
  }
  const moved = new URL(href, location.href).href !== location.href;
  if (moved) history.pushState(null, "", href);
  document.title = next.title;
  const renewed = morph(byId("desk"), next.getElementById("desk"));
  settle();
  for (const frame of renewed) if (keep) renew(frame);
  if (keep) say(renewed.length ? `${renewed.length === 1 ? "1 frame" : `${renewed.length} frames`} changed.` : "");
  return renewed;
}

function settle() {
  grow();
  reveal();
  const form = new FormData(byId("bar"));
  tend({ outline: form.has("outline"), checks: form.has("checks") });
  byId("width").value = byId("widths").value || byId("width").max;
}

function say(words) {
  byId("said").textContent = words;
  byId("said").classList.toggle("shown", Boolean(words));
  clearTimeout(say.end);
  say.end = setTimeout(() => byId("said").classList.remove("shown"), 4000);
}

// Links within the gallery; every other leads where it says.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (event.defaultPrevented || !link || !plain || link.id === "alone" || link.origin !== location.origin) return;
  if (link.pathname !== "/stories" && !/^\/stories\/[a-z0-9_]+\/v[0-9]+(\/[^/]+)?$/.test(link.pathname)) return;
  event.preventDefault();
  const inTree = Boolean(link.closest("#tree"));
  const fresh = link.pathname !== location.pathname || new URL(link.href).searchParams.get("story") !== new URL(location.href).searchParams.get("story");
  go(link.href).then(() => {
    document.documentElement.classList.remove("browsing");
    byId("browse").setAttribute("aria-expanded", "false");
    if (!fresh) return;
    scrollTo(0, 0);
    // Who walks the tree goes on walking; who followed a link on the canvas is where it led.
    if (!inTree && !document.activeElement?.isConnected) byId("main").focus({ preventScroll: true });
    if (!inTree && document.activeElement === document.body) byId("main").focus({ preventScroll: true });
  });
});
addEventListener("popstate", () => go(location.href));

// The bar: every change is an address of its own.
function wished() {
  const url = new URL(byId("bar").action);
  for (const [name, value] of new FormData(byId("bar"))) if (value) url.searchParams.append(name, value);
  const modes = url.searchParams.getAll("mode");
  if (modes.length === 1 && modes[0] === "light") url.searchParams.delete("mode");
  return url.href;
}

function begin() {
  const bar = byId("bar");
  bar.querySelector(".apply").hidden = true;
  bar.querySelector(".range").hidden = false;
  byId("width").disabled = false;
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    go(wished());
  });
  bar.addEventListener("change", (event) => {
    if (event.target === byId("width")) widen(byId("width").value);
    go(wished());
  });
  byId("width").addEventListener("input", () => {
    for (const view of document.querySelectorAll(".view:not(.zoomed)")) {
      if (view.id.includes("-320-")) continue;
      view.classList.add("fixed");
      view.querySelector("iframe").width = byId("width").value;
    }
  });
  byId("browse").hidden = false;
  byId("browse").addEventListener("click", () => {
    const browsing = document.documentElement.classList.toggle("browsing");
    byId("browse").setAttribute("aria-expanded", String(browsing));
  });
  document.addEventListener("click", async (event) => {
    if (event.target.id !== "play") return;
    event.target.setAttribute("aria-busy", "true");
    const results = await Promise.all(Array.from(document.querySelectorAll("iframe[data-steps]"), play));
    event.target.removeAttribute("aria-busy");
    say(results.find((each) => each.wrong)?.wrong ?? "All steps are done.");
  });
  hold();
  listen();
  settle();
  if (byId("desk").hasAttribute("data-live")) follow();
}

// The list of widths takes any number that the slider gives.
function widen(width) {
  const list = byId("widths");
  if (!Array.from(list.options).some((each) => each.value === width)) list.add(new Option(`${width} px`, width));
  list.value = width;
}

// Only where components are worked on: a bundle that changed shows at once.
function follow() {
  let away = false;
  const stream = new EventSource("/stories/events");
  stream.addEventListener("changed", () => go(location.href, { keep: true }));
  stream.addEventListener("error", () => {
    if (!away) say("The server does not answer. Start it again, and this page goes on.");
    away = true;
  });
  stream.addEventListener("open", () => {
    if (away) go(location.href, { keep: true });
    away = false;
  });
}

begin();
