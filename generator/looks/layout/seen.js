// What the checks of a page's layout ask of it: its texts, where they are drawn, and how to name an element.
// All rectangles are { left, top, right, bottom } in CSS pixels of the window.
({ most }) => {
  const outer = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;

  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };

  const roots = (root, found = []) => {
    found.push(root);
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) roots(element.shadowRoot, found);
    return found;
  };
  const all = roots(document);
  const elements = function* (selector = "*") {
    for (const root of all) yield* root.querySelectorAll(selector);
  };

  const closest = (element, selector) => {
    for (let above = element; above; above = outer(above)) if (above.matches(selector)) return above;
    return null;
  };

  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });

  const alpha = (colour) => {
    if (colour === "transparent") return 0;
    const found = /^rgba?\(.*[,/]\s*([\d.]+)(%?)\s*\)$/.exec(colour);
    return found && (colour.startsWith("rgba") || colour.includes("/")) ? Number(found[1]) / (found[2] ? 100 : 1) : 1;
  };

  const isTurned = (element) => {
    for (let above = element; above; above = outer(above)) {
      const { transform, rotate } = style(above);
      if (rotate !== "none") return true;
      if (transform === "none") continue;
      const parts = transform.slice(transform.indexOf("(") + 1, -1).split(",").map(Number);
      if (transform.startsWith("matrix3d") || Math.abs(parts[1]) > 0.01 || Math.abs(parts[2]) > 0.01) return true;
    }
    return false;
  };

  const intersection = (one, other) => {
    const box = {
      left: Math.max(one.left, other.left), top: Math.max(one.top, other.top),
      right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom),
    };
    return box.right > box.left && box.bottom > box.top ? box : null;
  };

  const inside = (element) => {
    const { left, top } = element.getBoundingClientRect();
    const [x, y] = [left + element.clientLeft, top + element.clientTop];
    return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight };
  };

  // Follows a rectangle from the element it is drawn in outwards. Returns what is left of it (null: nothing), what cut
  // it off for good (not what scrolls), and whether somebody hid it on purpose.
  const shown = (rectangle, element) => {
    let box = rectangle;
    const cuts = [];
    let isFree = false;  // what is placed absolutely is cut by what it is placed in, not by all that it stands in
    for (let above = element; above; above = outer(above)) {
      const { position, overflowX, overflowY, clip, clipPath, display, transform, contain } = style(above);
      if (clip !== "auto" || clipPath !== "none") return { box: null, cuts, isHelper: true };
      if (above === document.documentElement || above === document.body) break;  // these scroll the window
      if (isFree && (position !== "static" || transform !== "none" || contain !== "none")) isFree = false;
      const isClipping = overflowX !== "visible" || overflowY !== "visible";
      if (isClipping && !isFree && display !== "inline" && display !== "contents") {
        const frame = inside(above);
        if (frame.right - frame.left <= 2 || frame.bottom - frame.top <= 2) return { box: null, cuts, isHelper: true };
        const isFor = (overflow) => overflow === "hidden" || overflow === "clip";
        const cut = {
          by: above,
          across: isFor(overflowX) ? Math.max(frame.left - box.left, box.right - frame.right, 0) : 0,
          down: isFor(overflowY) ? Math.max(frame.top - box.top, box.bottom - frame.bottom, 0) : 0,
        };
        if (cut.across > 0 || cut.down > 0) cuts.push(cut);
        const window = {
          left: overflowX === "visible" ? -1e6 : frame.left, right: overflowX === "visible" ? 1e6 : frame.right,
          top: overflowY === "visible" ? -1e6 : frame.top, bottom: overflowY === "visible" ? 1e6 : frame.bottom,
        };
        box = intersection(box, window);
        if (!box) return { box, cuts, isHelper: false };
      }
      if (position === "fixed") break;
      if (position === "absolute") isFree = true;
    }
    return { box, cuts, isHelper: false };
  };

  // Every piece of text that people see, line by line. Text that is hidden from assistive technology is decoration.
  const texts = [];
  for (const root of all) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && texts.length < most) {
      const node = walker.currentNode;
      const element = node.parentElement ?? root.host;
      if (!node.data.trim() || !element || element.matches("script, style, noscript, template, title, option")) continue;
      if (!isShown(element) || closest(element, '[aria-hidden="true"], [inert], svg, textarea, select')) continue;
      if (alpha(style(element).color) < 0.05 || isTurned(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const size = parseFloat(style(element).fontSize);
      const lines = [...range.getClientRects()]
        .filter(({ width, height }) => width >= 1 && height >= 1)
        .slice(0, 200)
        .map(({ left, top, right, bottom }) => ({ rectangle: { left, top, right, bottom } }))
        .map((line) => ({ ...line, ...shown(line.rectangle, element) }));
      if (lines.length && !lines.some((line) => line.isHelper)) texts.push({ node, element, size, lines });
    }
  }

  const short = (text, length = 50) => {
    const flat = text.replace(/\s+/g, " ").trim();
    return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
  };
  const part = (element) => {
    const root = element.getRootNode();
    const own = element.id ? `#${CSS.escape(element.id)}` : "";
    if (own && root.querySelectorAll(own).length === 1) return own;
    const classes = [...element.classList].slice(0, 3).map((name) => `.${CSS.escape(name)}`).join("");
    const said = (classes || element.localName);
    if (root.querySelectorAll(said).length === 1) return said;
    const parent = element.parentElement;
    if (!parent) return element.localName;
    const number = [...parent.children].indexOf(element) + 1;
    return `${parent === document.body ? "body" : part(parent)} > ${element.localName}:nth-child(${number})`;
  };
  const selector = (element) => {
    const { host } = element.getRootNode();
    return (host ? `${selector(host)} >>> ` : "") + part(element);
  };
  const html = (element) => element.cloneNode(false).outerHTML.replace(/<\/[^>]*>$/, "").slice(0, 300);
  const name = (element) =>
    short(element.getAttribute("aria-label") || element.innerText || element.getAttribute("title") || "", 40);
  const called = (element) => `${element.localName}${name(element) ? ` “${name(element)}”` : ""}`;
  const flaw = (rule, element, message) => ({ rule, message, selector: selector(element), html: html(element) });

  return { alpha, called, closest, elements, flaw, intersection, isShown, outer, short, shown, style, texts };
}
