// Does a story's steps in its frame, by events of our own. A browser treats those as nobody's: :hover does not change,
// and keys do only what the page's scripts make of them, but for the few that are helped along below.

const PATIENCE = 2000; // milliseconds for an element to come into sight
const FOCUSABLE = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]";

/** Do `steps` one after the other, `pause` milliseconds apart. Resolves to `{ wrong }`, empty when all went well. */
export async function perform(frame, steps, pause) {
  const { contentWindow: inner, contentDocument: page } = frame;
  let wrong = "";
  for (const [number, step] of steps.entries()) {
    try {
      if (pause) await wait(pause);
      await one(inner, page, step);
      await wait(0);
    } catch (error) {
      wrong = `step ${number + 1}: ${error.message}`;
      break;
    }
  }
  mark(page);
  return { wrong };
}

async function one(inner, page, step) {
  if (step.click !== undefined) click(inner, await find(page, step.click));
  else if (step.focus !== undefined) (await find(page, step.focus)).focus();
  else if (step.hover !== undefined) hover(inner, await find(page, step.hover));
  else if (step.press !== undefined) press(inner, step.on ? await focused(page, step.on) : (page.activeElement ?? page.body), step.press);
  else if (step.type !== undefined) write(inner, await focused(page, step.into), step.type);
  else if (step.expect !== undefined) await find(page, step.expect);
  else throw new Error(`${Object.keys(step)[0]} is no step that this page knows`);
}

async function find(page, selector) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = page.querySelector(selector);
    if (found?.checkVisibility({ visibilityProperty: true })) return found;
    if (performance.now() > end) throw new Error(`${selector} is not ${found ? "visible" : "there"}`);
    await wait(50);
  }
}

async function focused(page, selector) {
  const found = await find(page, selector);
  found.focus();
  return found;
}

function click(inner, element) {
  for (const name of ["pointerdown", "mousedown"]) send(inner, element, name);
  if (element.matches(FOCUSABLE)) element.focus();
  for (const name of ["pointerup", "mouseup"]) send(inner, element, name);
  element.click();
}

function hover(inner, element) {
  for (const name of ["pointerover", "pointerenter", "mouseover", "mouseenter", "mousemove"]) send(inner, element, name);
}

function send(inner, element, name) {
  const Kind = name.startsWith("pointer") ? inner.PointerEvent : inner.MouseEvent;
  element.dispatchEvent(new Kind(name, { bubbles: !name.endsWith("enter"), cancelable: true, composed: true, view: inner }));
}

// `Shift+Tab`, `Control+a`: modifiers first, then the key as KeyboardEvent.key calls it.
function press(inner, element, keys) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  const key = parts.at(-1) === "Space" ? " " : parts.at(-1);
  const held = new Set(parts.slice(0, -1));
  const how = { key, code: codeOf(key), bubbles: true, cancelable: true, composed: true, view: inner };
  for (const name of ["Shift", "Control", "Alt", "Meta"]) how[`${name === "Control" ? "ctrl" : name.toLowerCase()}Key`] = held.has(name);
  const taken = !element.dispatchEvent(new inner.KeyboardEvent("keydown", how));
  if (!taken) natively(element, key, held.has("Shift"));
  (element.isConnected ? (element.ownerDocument.activeElement ?? element) : element.ownerDocument.body).dispatchEvent(new inner.KeyboardEvent("keyup", how));
}

function codeOf(key) {
  if (key === " ") return "Space";
  return /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^[0-9]$/.test(key) ? `Digit${key}` : key;
}

// What the browser itself would do with a key that nobody took.
function natively(element, key, backwards) {
  const page = element.ownerDocument;
  if (key === "Escape") {
    const dialog = Array.from(page.querySelectorAll("dialog:modal")).at(-1);
    const view = page.defaultView;
    if (dialog?.dispatchEvent(new view.Event("cancel", { cancelable: true }))) dialog.close();
    else if (!dialog) Array.from(page.querySelectorAll("[popover]:popover-open")).at(-1)?.hidePopover();
  } else if (key === "Tab") {
    const all = Array.from(page.querySelectorAll(FOCUSABLE)).filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility());
    const place = all.indexOf(element);
    all.at((place + (backwards ? -1 : 1)) % all.length)?.focus();
  } else if (key === "Enter" && element.matches("a[href], button, summary")) element.click();
  else if (key === "Enter" && element.matches("input")) element.form?.requestSubmit();
  else if (key === " " && element.matches("button, summary, input[type=checkbox], input[type=radio]")) element.click();
}

function write(inner, element, text) {
  const kind = element.localName === "textarea" ? inner.HTMLTextAreaElement : inner.HTMLInputElement;
  const value = Object.getOwnPropertyDescriptor(kind.prototype, "value");
  for (const letter of text) {
    element.dispatchEvent(new inner.KeyboardEvent("keydown", { key: letter, bubbles: true, cancelable: true }));
    if (element.isContentEditable) element.append(letter);
    else value.set.call(element, element.value + letter);
    element.dispatchEvent(new inner.InputEvent("input", { data: letter, inputType: "insertText", bubbles: true }));
    element.dispatchEvent(new inner.KeyboardEvent("keyup", { key: letter, bubbles: true }));
  }
  element.dispatchEvent(new inner.Event("change", { bubbles: true }));
}

// A frame that has not the focus draws no ring: where it would be is marked, and said to be only that.
function mark(page) {
  for (const old of page.querySelectorAll("[data-gallery-focus]")) delete old.dataset.galleryFocus;
  const at = page.activeElement;
  if (at && at !== page.body) at.dataset.galleryFocus = "";
}

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
