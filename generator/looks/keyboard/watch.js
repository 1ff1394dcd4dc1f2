// What the walk asks of a page: where focus rests once the page has had its time, and what stands there.
(() => {
  const KEY = Symbol.for("lockstep.keyboard");
  const kept = window[KEY];
  if (kept.look) return;
  const of = (any) => { try { return any[KEY]; } catch { return undefined; } }; // nothing from another origin's frame
  const inside = (frame) => { try { return frame.contentDocument; } catch { return null; } };
  const rootOf = (element) => element.shadowRoot || of(element.ownerDocument.defaultView)?.roots.get(element);

  const windows = (top = window) => {
    const found = [top];
    for (let at = 0; at < top.length; at++) if (of(top[at])) found.push(...windows(top[at]));
    return found;
  };
  const foreign = (top = window) => { // how many frames have to be asked themselves
    let found = 0;
    for (let at = 0; at < top.length; at++) found += of(top[at]) ? foreign(top[at]) : 1;
    return found;
  };

  // Time -------------------------------------------------------------------------------------------------------------
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()();
  const tick = () => new Promise((done) => { waiting.push(done); channel.port2.postMessage(0); });
  const MOVES = ["animationend", "animationiteration", "transitionend"];

  const slow = (all) => all.some((one) => of(one).slow)
    || (document.getAnimations().length > 0 && all.some((one) => MOVES.some((type) => of(one).heard.has(type))));

  // One round: what each window has planned next, up to the end of its time. False when nothing is left.
  let all = [], ends = [], late = 0;
  const open = (ms) => {
    all = windows();
    ends = all.map((one) => of(one).time() + ms);
    late = kept.clock() + 40; // a page that is busy without end is looked at all the same
  };
  const round = () => {
    let ran = false;
    for (const [at, one] of all.entries()) if (of(one)?.step(ends[at])) ran = true;
    return ran && kept.clock() < late;
  };
  const close = () => all.forEach((one, at) => of(one)?.pass(ends[at]));

  // Give the page `ms` milliseconds of its own time: what it has planned runs now; what cannot be hurried is waited for.
  const settle = async (ms) => {
    await tick();
    if (slow(windows())) await kept.wait(Math.min(ms, 1000));
    open(ms);
    for (let steps = 0; steps < 500 && round(); steps++) await tick();
    close();
  };
  // The same without waiting, in parts, while Tab is pressed again and again.
  let rested = true;
  const rest = (part) => {
    if (part === 0) open(kept.pace);
    if (part < 7) return void round();
    for (let steps = 0; steps < 500 && round(); steps++);
    close();
    rested = true;
  };
  kept.pace = 1000;
  kept.log = [];
  kept.up = (part) => rest(part);
  kept.down = (event) => {
    if (!rested) for (let part = 0; part < 8; part++) rest(part);
    kept.log.push(state());
    rested = false;
    if (place() === (event.shiftKey ? "start" : "end")) event.preventDefault(); // it would leave for the browser
  };

  // Edges ------------------------------------------------------------------------------------------------------------
  // One before the body and one after it, in closed roots: no selector of the page finds what has focus in them.
  const edges = {};
  const make = (side) => {
    const host = document.createElement("lockstep-edge");
    host.style.cssText = "all: initial; position: fixed; top: 0; left: 0; width: 1px; height: 1px; opacity: 0";
    host.side = side;
    const inner = document.createElement("span");
    inner.tabIndex = 0;
    inner.style.outline = "0";
    host.attachShadow({ mode: "closed" }).append(inner);
    return host;
  };
  kept.edge = () => {
    edges.start = make("start");
    edges.end = make("end");
    // Elements with a positive tabindex come before all others; the first edge has to come before them.
    if (document.querySelector('[tabindex]:not([tabindex^="-"], [tabindex="0"])')) edges.start.tabIndex = 1;
    document.documentElement.insertBefore(edges.start, document.body);
    document.documentElement.append(edges.end);
    return { lively: kept.listens(TYPES) || kept.pending(), hears: kept.listens(KEYS) };
  };
  // All but an open modal dialog is inert, and so are the edges around the page: the dialog gets its own.
  kept.edgeModal = () => {
    const dialog = modal();
    if (!dialog?.matches("dialog:modal") || dialog.querySelector("lockstep-edge")) return;
    dialog.prepend(make("start"));
    dialog.append(make("end"));
  };
  kept.enter = (side) => kept.roots.get(edges[side]).firstChild.focus();

  // Places -----------------------------------------------------------------------------------------------------------
  const deepest = () => { // the element that really has focus: down through shadow roots and frames of this origin
    for (let element = document.activeElement; ;) {
      const deeper = element && (rootOf(element)?.activeElement || inside(element)?.activeElement);
      if (!deeper) return element;
      element = deeper;
    }
  };
  const isBody = (element) => element === document.body || element === document.documentElement;
  const place = () => {
    const element = document.activeElement;
    if (element?.localName === "lockstep-edge") return element.side;
    if (element && !(isBody(element) && element.tabIndex < 0 && !element.isContentEditable)) return "in";
    return document.hasFocus() ? "nowhere" : "out";
  };

  const drawn = new Map(); // what can be said of an element -> the last one of which it could
  const visited = new Set(); // the elements that had focus, in order
  const seen = new WeakMap(); // element -> its number
  let count = 0;
  const number = (element) => {
    if (element && !seen.has(element)) seen.set(element, ++count);
    return element ? seen.get(element) : 0;
  };
  const CLOSED = "input[type=date], input[type=time], input[type=datetime-local], input[type=month], input[type=week], audio, video, embed, object";
  // How many presses may rest on one element: some have several stops within, which nobody can look into.
  const patience = (element) => {
    if (element.matches(CLOSED)) return 16;
    if (element.localName === "iframe" && !inside(element)) return 0; // it is asked itself
    return element.tabIndex < 0 && !element.hasAttribute("tabindex") && !element.isContentEditable ? 48 : 4;
  };
  const state = (at = place()) => {
    if (at !== "in") return { place: at };
    const element = deepest();
    const text = `${element.textContent.slice(0, 200)} ${element.value ?? ""} ${element.getAttribute("href") ?? ""}`;
    const told = visited.has(element) ? null : { ...stop(element), ...kept.seen(element) };
    if (told) {
      const words = `${told.selector} ${told.html} ${told.name}`;
      const before = drawn.get(words); // what a page draws anew is what it was
      if (before && !before.isConnected) seen.set(element, seen.get(before));
      drawn.set(words, element);
      visited.add(element);
    }
    return { place: at, id: number(element), text, patience: patience(element), stop: told };
  };

  // Words ------------------------------------------------------------------------------------------------------------
  const ROLES = {
    a: "link", area: "link", button: "button", select: "combobox", textarea: "textbox", summary: "button", iframe: "document",
    dialog: "dialog", body: "document", audio: "audio", video: "video",
  };
  const INPUTS = { checkbox: "checkbox", radio: "radio", range: "slider", number: "spinbutton", search: "searchbox", button: "button",
    submit: "button", reset: "button", image: "button" };
  const role = (element) => {
    const said = (element.getAttribute("role") ?? "").trim().split(/\s+/)[0];
    if (said) return said;
    if (element.localName === "input") return INPUTS[element.type] ?? "textbox";
    return ROLES[element.localName] ?? (element.isContentEditable ? "textbox" : "generic");
  };
  const texts = (elements) => [...elements].map((one) => one?.textContent ?? "").join(" ");
  const name = (element) => {
    const root = element.getRootNode();
    const named = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean).map((id) => root.getElementById(id));
    const found = texts(named).trim() || element.getAttribute("aria-label") || texts(element.labels ?? []).trim()
      || (/^(input|select|textarea|body|iframe)$/.test(element.localName) ? element.value : element.textContent)?.trim()
      || element.title || element.placeholder || element.alt || element.querySelector?.("img[alt]")?.alt || "";
    return found.trim().replace(/\s+/g, " ").slice(0, 80);
  };
  const within = (element, root) => {
    const own = element.id && `#${CSS.escape(element.id)}`;
    if (own && root.querySelectorAll(own).length === 1) return own;
    const parent = element.parentElement;
    const like = [...(parent ?? root).children].filter((one) => one.localName === element.localName);
    const step = CSS.escape(element.localName) + (like.length > 1 ? `:nth-of-type(${like.indexOf(element) + 1})` : "");
    return parent ? `${within(parent, root)} > ${step}` : step;
  };
  const selector = (element) => {
    const root = element.getRootNode();
    const host = root.host ?? (root.defaultView !== window ? root.defaultView?.frameElement : null);
    return (host ? `${selector(host)} >>> ` : "") + (root.querySelectorAll ? within(element, root) : element.localName);
  };
  const box = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const view = element.ownerDocument.defaultView;
    if (view === window || !view?.frameElement) return { x: left + view.scrollX, y: top + view.scrollY, width, height };
    const outer = box(view.frameElement);
    return { x: outer.x + left, y: outer.y + top, width, height };
  };
  const start = (element) => element.outerHTML.match(/^<(?:"[^"]*"|'[^']*'|[^'">])*>/)?.[0].slice(0, 200) ?? "";
  const stop = (element) => ({
    selector: selector(element), role: role(element), name: name(element), html: start(element), ...box(element),
  });

  // Surroundings -----------------------------------------------------------------------------------------------------
  const everything = function* (root = document) { // each element, in shadow roots and frames of this origin too
    for (const element of root.querySelectorAll("*")) {
      yield element;
      const deeper = rootOf(element) ?? (element.localName === "iframe" && inside(element));
      if (deeper) yield* everything(deeper);
    }
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const FOCUSABLE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable]";
  const focusable = (element) => element.matches(FOCUSABLE) && !element.matches(":disabled, [tabindex^='-']") && shown(element);
  const holds = (outer, element) => {
    for (let at = element; at; at = at.parentNode ?? at.host ?? at.defaultView?.frameElement) if (at === outer) return true;
    return false;
  };
  // The dialog that asks for an answer first, the latest if there are several: with the number of what it keeps away.
  const modal = () => {
    let found = null;
    for (const element of everything()) {
      if (element.matches("dialog:modal, [role$=dialog][aria-modal=true]") && shown(element)) found = element;
    }
    return found;
  };
  kept.top = modal;
  kept.modal = () => {
    const found = modal();
    if (!found) return null;
    const away = [...everything()].filter((one) => focusable(one) && !holds(found, one) && !one.localName.startsWith("lockstep"));
    return { id: number(found), away: away.length, within: holds(found, deepest()), stop: stop(found) };
  };
  kept.size = () => [...everything()].filter(focusable).length;
  // Whether something is planned that walking on did not wait for.
  kept.pending = () => windows().some((one) => of(one).timers.size + of(one).frames.size > 0 || of(one).slow);
  // Whether anything happens when a key is pressed or focus comes and goes, other than what the browser does.
  const KEYS = ["keydown", "keyup", "keypress"];
  const TYPES = [...KEYS, "focus", "focusin", "focusout", "blur", "click", "mousedown", "mouseup",
    "pointerdown", "pointerup", "input", "beforeinput", "change", "toggle", "beforetoggle", "submit"];
  kept.listens = (types) => kept.late || foreign() > 0 || windows().some((one) => types.some((type) => of(one).heard.has(type))
    || [one, one.document].some((target) => types.some((type) => target[`on${type}`])))
    || [...everything()].some((element) => element.hasAttribute("command") || types.some((type) => element[`on${type}`]));
  // What could tell how to go on: words that are shown, and those that are told to screen readers.
  kept.words = () => {
    const found = [];
    const TOLD = ["aria-description", "aria-keyshortcuts", "aria-label", "aria-roledescription", "title", "placeholder"];
    for (const element of everything()) {
      for (const told of TOLD) if (element.getAttribute(told)) found.push(element.getAttribute(told));
      for (const id of (element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean)) {
        found.push(element.getRootNode().getElementById?.(id)?.textContent ?? "");
      }
      const top = element.localName === "body" || (element.parentNode instanceof ShadowRoot && !/^(style|script)$/.test(element.localName));
      if (top && shown(element)) found.push(element.innerText ?? "");
    }
    return found.map((text) => text.slice(0, 20000)).slice(0, 500);
  };

  Object.assign(kept, { everything, shown, holds, visited, number, patience, of, inside, rootOf, windows, settle, deepest, place, role, name, stop });

  kept.look = async ([ms, side]) => {
    kept.pace = ms;
    if (side) kept.enter(side);
    await settle(ms);
    const log = kept.log.splice(0);
    rested = true;
    return { log, at: state(), careful: foreign() > 0 || slow(windows()), size: kept.size(), modal: number(modal()) };
  };
  // The same, asked of a frame of another origin: null where another frame answers for it.
  kept.inner = async (ms) => {
    if (parent !== window && of(parent)) return null;
    await settle(ms);
    return document.hasFocus() ? state("in") : null;
  };
})();
