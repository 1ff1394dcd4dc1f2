// What the checks of patterns see of a page. Evaluated once a page; from then on it is asked by
// `window[Symbol.for("lockstep.eye")](question, ...arguments)`, and answers with plain data.
// Elements go by numbers: they stay the same while the page changes under our keys.
(() => {
  const MOST = 600; // elements of one answer; no widget that a person uses has more
  const elements = [];
  const numbers = new WeakMap();

  // What is drawn anew in the same place with the same role is the same to whoever uses it, so it keeps its number.
  const places = new Map();
  const numbered = (element) => {
    const place = `${role(element)} ${selector(element)}`;
    if (!numbers.has(element)) {
      const before = places.get(place);
      const adopted = before !== undefined && !elements[before].isConnected;
      if (adopted) elements[before] = element;
      numbers.set(element, adopted ? before : elements.push(element) - 1);
    }
    places.set(place, numbers.get(element));
    return numbers.get(element);
  };
  const known = (number) => {
    const was = elements[number];
    if (was.isConnected) return was;
    const place = [...places].find(([, each]) => each === number)?.[0].replace(/^\S* /, "");
    const now = place && !place.includes(" >>> ") && document.querySelector(place);
    if (now && role(now) === role(was)) {
      elements[number] = now;
      numbers.set(now, number);
    }
    return elements[number];
  };

  const tag = (element) => element.localName;
  const attribute = (element, name) => (element.getAttribute(name) ?? "").trim();
  const parent = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const children = (element) => (element.shadowRoot ? [...element.shadowRoot.children] : element.localName === "slot" &&
    element.assignedElements().length ? element.assignedElements() : [...element.children]);

  const closest = (element, fits) => {
    let at = element;
    for (let steps = 0; at && steps < MOST; steps++, at = parent(at)) if (fits(at)) return at;
    return null;
  };
  const inside = (element, outer) => closest(element, (each) => each === outer) !== null;

  // Everything inside, in the order of the page; what is in a nested widget of the same role is that widget's.
  const below = (root) => {
    const found = [];
    const rest = children(root).reverse();
    while (rest.length && found.length < 20 * MOST) {
      const element = rest.pop();
      found.push(element);
      rest.push(...children(element).reverse());
    }
    return found;
  };

  const INPUTS = { checkbox: "checkbox", radio: "radio", range: "slider", number: "spinbutton", button: "button",
    submit: "button", reset: "button", image: "button", search: "searchbox" };
  const TAGS = { button: "button", summary: "button", dialog: "dialog", select: "listbox", option: "option",
    textarea: "textbox", table: "table", tr: "row", h1: "heading", h2: "heading", h3: "heading", h4: "heading",
    h5: "heading", h6: "heading", li: "listitem", ul: "list", ol: "list", nav: "navigation", output: "status",
    menu: "list", form: "form", img: "image" };

  const role = (element) => {
    const said = attribute(element, "role").split(/\s+/)[0].toLowerCase();
    if (said) return said;
    const name = tag(element);
    if (name === "a") return element.hasAttribute("href") ? "link" : "";
    if (name === "input") return INPUTS[element.type] ?? "textbox";
    if (name === "td") {
      const table = element.closest("table");
      return ["grid", "treegrid"].includes(table && attribute(table, "role")) ? "gridcell" : "cell";
    }
    if (name === "th") return element.scope === "row" ? "rowheader" : "columnheader";
    return TAGS[name] ?? "";
  };

  const visible = (element) => {
    if (!element.isConnected || !element.checkVisibility({ checkVisibilityCSS: true })) return false;
    const boxes = [...element.getClientRects()];
    return boxes.some((box) => box.width > 0 && box.height > 0) || children(element).some((each) => visible(each));
  };
  // Shown to people who see: not faded out, not moved off the page.
  const shown = (element) => visible(element) && !closest(element, (each) => getComputedStyle(each).opacity === "0");

  const FOCUSABLE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, " +
    "audio[controls], video[controls], [tabindex], [contenteditable]:not([contenteditable=false])";
  const focusable = (element) => element.matches(FOCUSABLE) && !element.matches(":disabled") && visible(element) &&
    !closest(element, (each) => each.inert);
  const tabbable = (element) => focusable(element) && element.tabIndex >= 0;

  const named = (element, name) => {
    const root = element.getRootNode();
    return attribute(element, name).split(/\s+/).filter(Boolean).map((id) => root.getElementById?.(id)).filter(Boolean);
  };

  const CONTENT = new Set(["button", "link", "tab", "option", "menuitem", "menuitemradio", "menuitemcheckbox", "radio",
    "switch", "checkbox", "gridcell", "cell", "columnheader", "rowheader", "row", "treeitem", "heading", "tooltip"]);
  const text = (node, depth = 0) => {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType !== 1 || depth > 60) return "";
    if (depth && (attribute(node, "aria-hidden") === "true" || !node.checkVisibility())) return "";
    if (attribute(node, "aria-label")) return attribute(node, "aria-label");
    if (tag(node) === "img") return attribute(node, "alt");
    const nodes = tag(node) === "slot" && node.assignedNodes().length ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
    return [...nodes].slice(0, MOST).map((each) => text(each, depth + 1)).join(" ");
  };
  const plain = (words) => words.replace(/\s+/g, " ").trim().slice(0, 200);
  const accessibleName = (element) => {
    const labels = named(element, "aria-labelledby");
    if (labels.length) return plain(labels.map((each) => text(each)).join(" "));
    if (attribute(element, "aria-label")) return plain(attribute(element, "aria-label"));
    if (element.labels?.length) return plain([...element.labels].map((each) => text(each)).join(" "));
    const legend = { fieldset: "legend", table: "caption", figure: "figcaption" }[tag(element)];
    const caption = legend && element.querySelector(`:scope > ${legend}`);
    if (caption) return plain(text(caption));
    if (tag(element) === "input" && ["submit", "button", "reset"].includes(element.type)) return plain(element.value);
    const content = CONTENT.has(role(element)) ? plain(text(element)) : "";
    return content || plain(attribute(element, "title") || attribute(element, "placeholder"));
  };

  // A selector that finds the element and nothing else; through shadow roots by ` >>> `.
  const selector = (element) => {
    const root = element.getRootNode();
    const parts = [];
    for (let at = element; at && at.nodeType === 1 && parts.length < 40; at = at.parentElement) {
      const id = at.id && `#${CSS.escape(at.id)}`;
      if (id && root.querySelectorAll?.(id).length === 1) {
        parts.unshift(id);
        break;
      }
      const same = at.parentNode ? [...at.parentNode.children].filter((each) => each.localName === at.localName) : [at];
      parts.unshift(CSS.escape(at.localName) + (same.length > 1 ? `:nth-of-type(${same.indexOf(at) + 1})` : ""));
    }
    const path = parts.join(" > ");
    return root.host ? `${selector(root.host)} >>> ${path}` : path;
  };

  const KEPT = /^(aria-|role$|id$|class$|type$|tabindex$|href$|open$|popover$|name$)/;
  const start = (element) => {
    const kept = [...element.attributes].filter((each) => KEPT.test(each.name)).slice(0, 12);
    return `<${[tag(element), ...kept.map((each) => `${each.name}="${each.value.slice(0, 60)}"`)].join(" ")}>`;
  };

  const active = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at && at !== document.body && at !== document.documentElement ? at : null;
  };
  const modal = (element) => {
    try {
      return element.matches(":modal");
    } catch {
      return false;
    }
  };
  const states = (element) => Object.fromEntries([...element.attributes].slice(0, 60)
    .filter((each) => each.name.startsWith("aria-")).map((each) => [each.name, each.value.trim().slice(0, 200)]));

  const seen = (element) => element && {
    number: numbered(element), role: role(element), name: accessibleName(element), tag: tag(element),
    html: start(element), selector: selector(element), shown: shown(element), states: states(element),
    tabbable: tabbable(element), focusable: focusable(element),
    reachable: focusable(element) || below(element).some(focusable),
    native: !element.hasAttribute("role"), modal: modal(element), disabled: element.matches(":disabled"),
    editable: element.isContentEditable || tag(element) === "textarea" ||
      (tag(element) === "input" && !element.readOnly && !(element.type in INPUTS && element.type !== "search")),
    value: "value" in element && tag(element) !== "button" && tag(element) !== "li" ? String(element.value).slice(0, 200) : plain(element.textContent),
    checked: element.checked === true, open: tag(element) === "summary" ? Boolean(element.parentElement?.open) : false,
    backward: getComputedStyle(element).direction === "rtl",
  };

  const answers = {
    one: (element) => seen(element),
    again: (...asked) => asked.map((number) => seen(known(number))),
    named: (number, name) => named(known(number), name).map(seen),
    items: (number, ...roles) => {
      const root = known(number);
      const all = [...below(root), ...named(root, "aria-owns").flatMap((each) => [each, ...below(each)])];
      const nests = (each) => closest(parent(each), (outer) => outer === root ||
        (role(outer) !== "" && role(outer) === role(root)));
      return all.filter((each) => roles.includes(role(each)) && visible(each) && [root, null].includes(nests(each)))
        .slice(0, MOST).map(seen);
    },
    stops: (number) => below(known(number)).filter(tabbable).slice(0, MOST).map(seen),
    active: () => seen(active()),
    current: () => {
      const at = active();
      return seen((at && named(at, "aria-activedescendant")[0]) ?? at);
    },
    closest: (number, ...roles) => seen(closest(known(number), (each) => roles.includes(role(each)))),
    inside: (number, outer) => inside(known(number), known(outer)),
    focus: (number) => {
      known(number).focus();
      return active() === known(number);
    },
    candidates: (query) => below(document.documentElement).filter((each) => each.matches(query)).slice(0, MOST).map(seen),
    around: (first, second) => seen(closest(known(first), (each) => inside(known(second), each))),
    referrers: (number, name) => {
      const id = known(number).id;
      const all = id ? known(number).getRootNode().querySelectorAll(`[${name}~="${CSS.escape(id)}"]`) : [];
      return [...all].slice(0, MOST).map(seen);
    },
  };
  Object.defineProperty(window, Symbol.for("lockstep.eye"), {
    value: (question, ...given) => answers[question](...given), configurable: true,
  });
})();
