// Looks after the frames: their height, the tools that are laid over them, and links that would lead out of a story.

import { giveBack, lent } from "./stories-focus.js";
import { perform } from "./stories-steps.js";

const TALLEST = 4000; // pixels; a page that grows with its frame must end somewhere
const LEAST = 48;

/** Look after every frame there is that nobody looks after yet. */
export function tend(tools) {
  for (const frame of document.querySelectorAll("iframe")) {
    frame.tools = tools;
    if (frame.tended) {
      overlay(frame);
      continue;
    }
    frame.tended = true;
    frame.addEventListener("load", () => arrived(frame));
    if (frame.contentDocument?.readyState === "complete" && !isEmpty(frame)) arrived(frame);
  }
}

/** Load again what a frame shows; one that has not been in sight yet has nothing to load again. */
export function renew(frame) {
  if (!isEmpty(frame)) frame.contentWindow.location.reload();
}

/** Do the steps of a story once more, slowly enough to be followed. Resolves to what became of them. */
export async function play(frame) {
  await new Promise((loaded) => {
    frame.unplayed = true;
    frame.addEventListener("load", () => setTimeout(loaded), { once: true });
    frame.contentWindow.location.reload();
  });
  return act(frame, 700);
}

function isEmpty(frame) {
  return !frame.contentDocument || frame.contentDocument.URL === "about:blank";
}

function arrived(frame) {
  if (isEmpty(frame)) return;
  const { contentWindow: inner, contentDocument: page } = frame;
  new inner.ResizeObserver(() => fit(frame)).observe(page.body);
  new inner.MutationObserver(() => fit(frame)).observe(page.body, { attributes: true, subtree: true, childList: true });
  fit(frame);
  overlay(frame);
  surround(frame);
  giveBack();
  // A story shows one state and stays in it: what would lead elsewhere is told instead. On capture, so that no script
  // of the story's has begun to go there.
  inner.addEventListener("click", (event) => stay(event, frame), true);
  inner.addEventListener("submit", (event) => stay(event, frame), true);
  frame.wrong = "";
  const unplayed = frame.unplayed;
  frame.unplayed = false;
  if (frame.dataset.steps && !unplayed) act(frame, 0);
}

function stay(event, frame) {
  const link = event.type === "click" ? event.target.closest?.("a[href], area[href]") : undefined;
  const leads = link?.href ?? (event.type === "submit" ? event.target.action : "");
  if (!leads || link?.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  const url = new URL(leads);
  say(frame, `leads to ${url.origin === location.origin ? url.pathname + url.search : url.href}`);
}

function say(frame, words) {
  const caption = frame.closest("figure").querySelector(".size");
  caption.textContent = words;
  clearTimeout(frame.saying);
  frame.saying = setTimeout(() => {
    frame.saying = undefined;
    measure(frame);
  }, 4000);
}

// One after the other: only one frame can have the focus, and a story that loses it may close what it has opened.
let acting = Promise.resolve();

function act(frame, pause) {
  acting = acting.then(() => lent(frame, () => perform(frame, JSON.parse(frame.dataset.steps), pause))).then((result) => {
    frame.closest("figure").dataset.steps = result.wrong ? "failed" : "done";
    frame.wrong = result.wrong;
    fit(frame);
    return result;
  });
  return acting;
}

// As high as what is shown. A page that is as high as its window is left as it is: it would grow for ever.
function fit(frame) {
  const page = frame.contentDocument;
  if (!page?.body) return;
  const root = page.documentElement;
  const overflows = root.scrollHeight > root.clientHeight + 1;
  const body = page.body.getBoundingClientRect();
  const inner = overflows ? root.scrollHeight : Math.ceil(body.bottom + parseFloat(getComputedStyle(page.body).marginBottom || 0));
  // A dialog hangs above the page, which does not know how high it is.
  const hanging = Math.max(0, ...Array.from(page.querySelectorAll("dialog[open], [popover]:popover-open"), (each) => each.scrollHeight + 64));
  const height = Math.min(TALLEST, Math.max(LEAST, inner, hanging));
  const scale = frame.closest(".zoomed") ? 2 : 1;
  frame.style.blockSize = `${height}px`;
  frame.style.marginBlockEnd = scale === 2 ? `${height}px` : ""; // what is enlarged takes no more room by itself
  measure(frame);
}

function measure(frame) {
  const inner = frame.contentDocument?.documentElement;
  const caption = frame.closest("figure")?.querySelector(".size");
  if (!inner || !caption) return;
  if (frame.saying) return;
  const words = frame.wrong || `${frame.clientWidth} × ${frame.clientHeight}`;
  if (caption.textContent !== words) caption.textContent = words;
}

// The room around a story is the colour of its page, so that a component does not end at the frame's edge.
function surround(frame) {
  const { contentWindow: inner, contentDocument: page } = frame;
  const clear = "rgba(0, 0, 0, 0)";
  const colours = [page.body, page.documentElement].map((each) => inner.getComputedStyle(each).backgroundColor);
  const { style } = frame.parentElement;
  style.colorScheme = inner.getComputedStyle(page.documentElement).colorScheme;
  style.backgroundColor = colours.find((each) => each !== clear) ?? "Canvas";
}

const SHEETS = { outline: "/ui/stories-outline.css", checks: "/ui/stories-checks.css", marks: "/ui/stories-marks.css" };

function overlay(frame) {
  const head = frame.contentDocument?.head;
  if (!head || isEmpty(frame)) return;
  for (const [name, href] of Object.entries(SHEETS)) {
    const found = head.querySelector(`link[href="${href}"]`);
    const wanted = name === "marks" ? frame.dataset.steps : frame.tools[name];
    if (!wanted) found?.remove();
    else if (!found) {
      const sheet = frame.contentDocument.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = href;
      head.append(sheet);
    }
  }
}
