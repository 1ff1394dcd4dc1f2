// The browser's side of generated pages. Pages work without it; with it, `<a data-visit>` and `<form data-visit>`
// change the page in place, and components get their behaviours. On any doubt the browser navigates as it always would.

// The one place where text becomes markup. It is our server's own page, parsed into a document in which nothing runs;
// scripts and handlers that were in it do not wake up when its body is moved here (and the page's policy forbids them).
const policy = window.trustedTypes?.createPolicy("lockstep", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy?.createHTML(text) ?? text, "text/html");

const behaviours = new Map(); // CSS class → function
const mounted = new Map(); // element → function that cleans up, or undefined
const positions = new Map(); // history entry → scroll position
let entry; // the history entry that is shown
let shown = withoutHash(location.href); // the address whose page is shown
let current; // what was asked for by the visit under way
let early; // what was asked for when the pointer went down
const plain = new Set(); // forms that are being submitted without us
const written = new Map(); // path → what was typed there and not sent yet: control's id → text
let announced = false; // whether anything was said since the page came: what a behaviour says goes before the page's title
let mounting = false; // a behaviour that visits while it is mounted does so by itself, asked by nobody

/** Mount a behaviour on each element of its class, now and on every page to come. */
export function start(classes) {
  for (const [name, behaviour] of Object.entries(classes)) behaviours.set(name, behaviour);
  mount();
}

function mount() {
  mounting = true;
  for (const [name, behaviour] of behaviours) {
    for (const element of document.querySelectorAll(`.${name}`)) {
      if (mounted.has(element)) continue;
      mounted.set(element, undefined);
      guarded(() => mounted.set(element, behaviour(element, { visit, announce })));
    }
  }
  mounting = false;
}

function unmount() {
  for (const clean of mounted.values()) if (clean) guarded(clean);
  mounted.clear();
}

function guarded(action) {
  try {
    action();
  } catch (error) {
    reportError(error); // one broken behaviour must not take the others, or the visit, with it
  }
}

// Outside of the body, because a live region that comes with its text is not read out.
const region = document.createElement("div");
region.setAttribute("role", "status");
Object.assign(region.style, { position: "fixed", top: 0, width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" });
document.documentElement.append(region);

/** Have screen readers say a text when they have finished what they are saying. */
export function announce(text) {
  announced = true;
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 50); // the same text again is only a change after none
}

/** Show the page at an address of this server in place of this one. */
export async function visit(address) {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) throw new TypeError(`visit leads to pages of this server, not to ${url.origin}`);
  await load(url, () => location.assign(url));
}

// `plainly` navigates as if there were no script. `returning`: history has moved already, so only the page follows.
async function load(url, plainly, { body, form, returning } = {}) {
  const unasked = mounting;
  if (unasked && (typed().size || current?.form)) return; // nobody who is writing or sending is to be interrupted
  if (unasked && location.pathname.startsWith("/stories/")) return; // a story shows one state, and stays in it
  current?.abort();
  const mine = early?.href === url.href && !body ? early : ask(url, body);
  early = undefined;
  mine.form = form;
  current = mine;
  document.body.ariaBusy = "true";
  const slow = setTimeout(() => document.documentElement.classList.add("visiting"), 150);
  try {
    const { response, text } = await mine.answer;
    if (mine.signal.aborted) return;
    const final = new URL(response.url);
    final.hash ||= url.hash; // an answer's address comes without
    // What was answered is not sent again: from here on the browser is led to where the answer came from.
    if (body) plainly = () => location.assign(final);
    const next = text === undefined ? undefined : parse(text);
    const fits = next && (sameHead(next) || (body && !response.redirected && (await dressed(next))));
    if (mine.signal.aborted || (unasked && typed().size)) return;
    if (body && response.redirected) written.delete(new URL(shown).pathname);
    if (fits) await show(next, final, { returning, refused: body && !response.redirected });
    else plainly();
  } catch {
    if (!mine.signal.aborted) plainly();
  } finally {
    clearTimeout(slow);
    if (current === mine) {
      current = undefined;
      document.body.ariaBusy = null;
      document.documentElement.classList.remove("visiting");
    }
  }
}

// What is under way: an AbortController that also has its `answer`.
function ask(url, body) {
  const asked = new AbortController();
  const { signal } = asked;
  const method = body ? "POST" : "GET";
  const request = fetch(url, { method, body, signal, mode: "same-origin", headers: { Accept: "text/html" } });
  const read = async (response) => {
    const { headers } = response;
    const isPage = headers.get("Content-Type")?.startsWith("text/html") && !headers.has("Content-Disposition");
    return { response, text: isPage ? await response.text() : undefined };
  };
  return Object.assign(asked, { href: url.href, answer: request.then(read) });
}

const SHEETS = 'link[rel="stylesheet"]';

// Another feature's or version's pages need other files; a document that starts anew is the sure way to get them.
function sameHead(next) {
  const needs = (page) => Array.from(page.head.querySelectorAll(`${SHEETS}, script[src]`), (each) => each.outerHTML).join();
  return needs(document) === needs(next);
}

// The answer to a form, such as the server's page for an error, cannot be asked for again: it is shown in its own sheets.
async function dressed(next) {
  const old = document.head.querySelectorAll(SHEETS);
  const sheets = Array.from(next.head.querySelectorAll(SHEETS), (each) => document.adoptNode(each));
  const loaded = sheets.map((sheet) => new Promise((done) => (sheet.onload = sheet.onerror = done)));
  document.head.append(...sheets);
  await Promise.all(loaded);
  for (const sheet of old) sheet.remove();
  return true;
}

// The address of a form that was refused stays out of the history: it can not be asked for, and may be nobody's page.
async function show(next, url, { returning, refused }) {
  const swap = () => {
    keepTyped();
    const used = document.activeElement;
    const idle = !used || used === document.body; // a page that asked for another one itself, before anybody touched it
    const moved = url.pathname !== new URL(shown).pathname;
    unmount();
    if (!returning && !refused) record(url);
    shown = withoutHash(location.href);
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.documentElement.dir = next.documentElement.dir;
    document.body.replaceWith(document.adoptNode(next.body));
    putBack();
    const place = attend(used?.id, moved, idle);
    announced = false;
    mount();
    // Behaviours see where the focus is; those that wait for it to come hear of it as well.
    if (document.activeElement === place.target) place.target?.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    const beside = reveal(place, moved, returning);
    if (!announced) announce(said(document.querySelector("[data-announce]")) || said(beside) || next.title);
  };
  if (!document.startViewTransition || matchMedia("(prefers-reduced-motion: reduce)").matches) return swap();
  const transition = document.startViewTransition(swap);
  for (const part of [transition.ready, transition.finished]) part.catch(() => {}); // a hidden tab skips it: no error
  await transition.updateCallbackDone;
}

// What a visitor has typed and not sent is there again when the same page comes back, here or after a detour.
function typed() {
  const controls = document.querySelectorAll("textarea[id], input[id]:not([type=password], [type=radio], [type=checkbox])");
  const changed = Array.from(controls).filter((each) => each.type !== "hidden" && each.value !== each.defaultValue);
  return new Map(changed.map((each) => [each.id, each.value]));
}

function keepTyped() {
  const { pathname } = new URL(shown);
  written.set(pathname, new Map([...(written.get(pathname) ?? []), ...typed()]));
}

function putBack() {
  for (const [id, text] of written.get(new URL(shown).pathname) ?? []) {
    const control = byId(id);
    if (control && "defaultValue" in control && !control.value) control.value = text;
  }
}

// What came into sight while the focus stayed: its name, and what stands with it.
function said(element) {
  const label = byId(element?.getAttribute("aria-labelledby"));
  const around = label && label.parentElement !== element ? label.parentElement : label;
  return (around ?? element)?.textContent.replace(/\s+/g, " ").trim();
}

// Where attention goes: to what the visitor had used, else to where the page wants it. What is in sight does not move.
function attend(kept, moved, idle) {
  const same = byId(kept);
  const fragment = byId(decoded(location.hash));
  const heading = moved || !idle ? document.querySelector("h1") : null;
  const target = same ?? document.querySelector("[autofocus]") ?? fragment ?? heading;
  if (target && target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target?.focus({ preventScroll: true });
  return { same, fragment, target };
}

// Returns what came into sight beside the focus.
function reveal({ same, fragment, target }, moved, returning) {
  const beside = fragment && fragment !== target ? fragment : undefined;
  if (returning && positions.has(entry)) {
    scrollTo(...positions.get(entry));
    return beside;
  }
  if (moved && !same) scrollTo(0, 0);
  target?.scrollIntoView({ block: target === fragment ? "start" : "nearest" });
  // Who keeps the focus on a small screen still sees what was asked for.
  if (beside && beside.getBoundingClientRect().top > innerHeight * 0.8) beside.scrollIntoView({ block: "start" });
  return beside;
}

function byId(id) {
  return id ? document.getElementById(id) : null;
}

function decoded(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

// One entry for each address: browsers add none for the address that is shown already.
function record(url) {
  positions.set(entry, [scrollX, scrollY]);
  const again = withoutHash(url.href) === shown;
  if (!again) entry = fresh();
  history[again ? "replaceState" : "pushState"]({ lockstep: entry }, "", url);
}

function fresh() {
  return Math.random().toString(36).slice(2);
}

function withoutHash(href) {
  return href.split("#")[0];
}

function here(element) {
  return !element.target || element.target === "_self";
}

function linkOf(event) {
  const link = event.target.closest?.("a[data-visit]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const ours = link && plain && here(link) && link.origin === location.origin && !link.hasAttribute("download");
  const inside = ours && link.hash && withoutHash(link.href) === shown; // a fragment of this very page
  return ours && !inside ? link : undefined;
}

addEventListener("click", (event) => {
  const link = event.defaultPrevented ? undefined : linkOf(event);
  if (!link) return;
  event.preventDefault();
  visit(link.href);
});

// The answer is on its way while the finger still rests: asked for once, and only when a click is all but sure. What
// opens a dialog or a menu of this page leads nowhere then.
addEventListener("pointerdown", (event) => {
  const link = linkOf(event);
  if (!link || link.hasAttribute("aria-haspopup")) return;
  const asked = (early = ask(new URL(link.href)));
  asked.answer.catch(() => {}); // whoever visits hears of it
  setTimeout(() => asked === early && (early = undefined), 2000);
});

addEventListener("submit", (event) => {
  const form = event.target;
  const { submitter } = event;
  if (event.defaultPrevented || plain.delete(form) || !form.matches("form[data-visit]")) return;
  // By attribute, because a field named "action" would hide the form's own property.
  const asked = (name) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
  const url = new URL(asked("action") || location.href, location.href);
  const method = asked("method").toLowerCase() || "get";
  const usual = ["get", "post"].includes(method) && !/multipart|plain/.test(asked("enctype"));
  if (!usual || !["", "_self"].includes(asked("target")) || url.origin !== location.origin) return;
  event.preventDefault();
  if (method === "post" && current?.form === form) return; // a second press while the first is on its way
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    fields.append(name, typeof value === "string" ? value.replace(/\r\n?|\n/g, "\r\n") : value.name);
  }
  if (method === "get") {
    url.search = fields;
    visit(url);
  } else {
    const plainly = () => plain.add(form) && form.requestSubmit(submitter);
    load(url, plainly, { body: fields, form });
  }
});

addEventListener("popstate", () => {
  current?.abort();
  const known = history.state?.lockstep;
  if (known) positions.set(entry, [scrollX, scrollY]);
  entry = known ?? fresh();
  if (!known) history.replaceState({ lockstep: entry }, "");
  if (withoutHash(location.href) !== shown) load(new URL(location.href), () => location.reload(), { returning: true });
  else if (positions.has(entry)) scrollTo(...positions.get(entry));
});

// We put visitors back where they were, since only we know when the page is there; the browser does so for whole documents.
addEventListener("pageshow", () => (history.scrollRestoration = "manual"));
addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
entry = history.state?.lockstep ?? fresh();
history.replaceState({ lockstep: entry }, "");
