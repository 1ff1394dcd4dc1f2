// Keeps the focus and the place where whoever works in the gallery has them. A story that takes the focus while it loads
// takes it from the whole page, and the browser scrolls there.

const held = { element: undefined, x: 0, y: 0, tabbed: -Infinity, touched: 0, restored: -Infinity };
let borrower; // the frame that has the focus because we gave it

/** Remember where focus and page are, from now on. */
export function hold() {
  const loadedAnew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (stolen() && loadedAnew) scrollTo(0, 0);
  keep();
  giveBack();
  addEventListener("focusin", (event) => (held.element = event.target));
  addEventListener("scroll", () => !stolen() && !borrower && (late() ? goBack() : keep()), { passive: true });
  addEventListener("keydown", (event) => event.key === "Tab" && (held.tabbed = performance.now()), true);
  for (const name of ["keydown", "wheel", "pointerdown", "touchstart"])
    addEventListener(name, () => (held.touched = performance.now()), { passive: true, capture: true });
  addEventListener("blur", () => setTimeout(giveBack)); // by then the frame is what has the focus
}

/** Give the focus back to where it was if a story has taken it by itself. */
export function giveBack() {
  const frame = stolen();
  if (frame && frame !== borrower) restore(frame);
}

/**
 * Let a frame have the focus while `action` runs, and take it back without the story hearing of it. The browser forgets
 * which element had it; the steps have marked it by then.
 */
export async function lent(frame, action) {
  borrower = frame;
  try {
    return await action();
  } finally {
    borrower = undefined;
    if (document.activeElement === frame) restore(frame);
  }
}

// Who clicks into a frame has woken it, and who comes by Tab has pressed it just now: theirs is the focus.
function stolen() {
  const frame = document.activeElement;
  if (frame?.localName !== "iframe" || performance.now() - held.tabbed < 1000) return undefined;
  return frame.contentWindow.navigator.userActivation?.hasBeenActive ? undefined : frame;
}

function restore(frame) {
  const deaf = (event) => event.stopImmediatePropagation();
  const heard = ["blur", "focusout"];
  for (const name of heard) frame.contentWindow.addEventListener(name, deaf, true);
  if (held.element?.isConnected && held.element.localName !== "iframe") held.element.focus({ preventScroll: true });
  else frame.blur();
  for (const name of heard) frame.contentWindow.removeEventListener(name, deaf, true);
  held.restored = performance.now();
  goBack();
}

// The browser may scroll to what had taken the focus only after we gave it back: that is no visitor's doing either.
function late() {
  return performance.now() - held.restored < 500 && held.touched < held.restored;
}

function goBack() {
  scrollTo({ left: held.x, top: held.y, behavior: "instant" });
}

function keep() {
  Object.assign(held, { x: scrollX, y: scrollY });
}
