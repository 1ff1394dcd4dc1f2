// Runs in every frame before anything of the page: keeps what can only be seen while it happens.
//
// Timers stay the browser's own, but are written down, so that `hurry` can run what a page would do within the next
// seconds at once: a trap that springs after five seconds is found in five milliseconds.
(() => {
  const KEY = Symbol.for("lockstep.keyboard");
  if (window[KEY]) return;

  const roots = new WeakMap(); // host -> its closed shadow root: focus inside cannot be followed otherwise
  const heard = new Set(); // types of events that somebody listens to
  const clicked = new WeakSet(); // elements that wait for a click
  const timers = new Map(); // id -> { run, due, every }
  const frames = new Map(); // id -> callback, for requestAnimationFrame
  const native = {
    setTimeout: window.setTimeout, clearTimeout: window.clearTimeout,
    setInterval: window.setInterval, clearInterval: window.clearInterval,
    requestAnimationFrame: window.requestAnimationFrame, cancelAnimationFrame: window.cancelAnimationFrame,
    now: performance.now.bind(performance),
  };
  const kept = { roots, heard, clicked, timers, frames, ahead: 0, slow: false, late: Boolean(document.body) };
  Object.defineProperty(window, KEY, { value: kept });

  const virtual = () => native.now() + kept.ahead; // the page's own time: real, plus what was hurried through
  performance.now = virtual;
  const Dates = window.Date;
  const today = () => new Dates(Dates.now() + kept.ahead);
  window.Date = new Proxy(Dates, {
    construct: (target, given, made) => (given.length ? Reflect.construct(target, given, made) : today()),
    apply: () => String(today()),
    get: (target, name) => (name === "now" ? () => today().getTime() : Reflect.get(target, name)),
  });

  const timer = (kind, every) => function (run, delay = 0, ...given) {
    if (typeof run !== "function") return native[kind].call(window, run, delay);
    const id = native[kind].call(window, () => {
      if (!every) timers.delete(id);
      else if (timers.has(id)) timers.get(id).due = virtual() + every_();
      run.apply(window, given);
    }, delay);
    const every_ = () => Math.max(Number(delay) || 0, 4);
    timers.set(id, { run: () => run.apply(window, given), due: virtual() + (Number(delay) || 0), every: every && every_() });
    return id;
  };
  window.setTimeout = timer("setTimeout", false);
  window.setInterval = timer("setInterval", true);
  window.clearTimeout = (id) => { timers.delete(Number(id)); native.clearTimeout.call(window, id); };
  window.clearInterval = (id) => { timers.delete(Number(id)); native.clearInterval.call(window, id); };
  window.requestAnimationFrame = (run) => {
    const id = native.requestAnimationFrame.call(window, () => { frames.delete(id); run(virtual()); });
    frames.set(id, run);
    return id;
  };
  window.cancelAnimationFrame = (id) => { frames.delete(id); native.cancelAnimationFrame.call(window, id); };

  // One step of the page's future, at most `until` away; false when nothing is left to do before that.
  kept.step = (until) => {
    let next = null;
    for (const [id, one] of timers) if (one.due <= until && (!next || one.due < next[1].due)) next = [id, one];
    if (frames.size && (!next || next[1].due > virtual() + 16)) {
      if (virtual() + 16 > until) return false;
      kept.ahead += 16;
      const due = [...frames];
      frames.clear();
      for (const [id, run] of due) { native.cancelAnimationFrame.call(window, id); guarded(() => run(virtual())); }
      return true;
    }
    if (!next) return false;
    const [id, one] = next;
    kept.ahead += Math.max(0, one.due - virtual());
    if (one.every) one.due = virtual() + one.every;
    else { timers.delete(id); native.clearTimeout.call(window, id); }
    guarded(one.run);
    return true;
  };
  kept.pass = (until) => { kept.ahead += Math.max(0, until - virtual()); };
  kept.time = virtual;
  kept.clock = native.now;
  kept.wait = (ms) => new Promise((done) => native.setTimeout.call(window, done, ms));
  const guarded = (run) => { try { run(); } catch (error) { reportError(error); } };

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    if (how && how.mode === "closed") roots.set(this, root);
    return root;
  };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    heard.add(String(type));
    if (type === "click" && this instanceof Element) clicked.add(this);
    return listen.call(this, type, ...rest);
  };
  kept.listen = (target, type, run) => listen.call(target, type, run, true);

  // What would stop the walk: boxes that wait for an answer, new windows, clocks that cannot be hurried.
  window.alert = () => undefined;
  window.confirm = () => false;
  window.prompt = () => null;
  window.print = () => undefined;
  window.open = () => null;
  for (const name of ["Worker", "SharedWorker"]) {
    if (!window[name]) continue;
    window[name] = new Proxy(window[name], {
      construct: (target, given, made) => { kept.slow = true; return Reflect.construct(target, given, made); },
    });
  }

  // Between two presses of Tab nobody asks the page anything: what it would do in the meantime is done when the key comes
  // up, in several listeners, because promises are kept between two of them; where focus rests is noted before the next.
  const main = () => {
    let at = window;
    try { while (at.parent !== at && at.parent[KEY]) at = at.parent; } catch { /* another origin */ }
    return at[KEY];
  };
  kept.listen(window, "keydown", (event) => event.key === "Tab" && main().down?.(event));
  for (let part = 0; part < 8; part++) {
    listen.call(window, "keyup", (event) => event.key === "Tab" && main().up?.(part));
  }
  // The walk's own edges stand outside the body. The page is not told of keys pressed there: in a browser they are
  // pressed in the address bar.
  const isEdge = (target) => target && target.localName === "lockstep-edge";
  for (const type of ["keydown", "keyup", "keypress"]) {
    kept.listen(window, type, (event) => {
      if (isEdge(event.target)) event.stopImmediatePropagation();
      // A shortcut of the browser's own is no way out that a page could count on.
      else if (/^F\d/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) event.preventDefault();
    });
  }
  // Leaving for another page would end the walk. This listener runs after the page's own, which may prevent it first.
  listen.call(window, "click", (event) => {
    const link = event.composedPath().find((each) => each.localName === "a" || each.localName === "area");
    if (link && /^(?!#|javascript:)/i.test(link.getAttribute("href") ?? "#")) event.preventDefault();
  });
  listen.call(window, "submit", (event) => event.target.method !== "dialog" && event.preventDefault());
})();
