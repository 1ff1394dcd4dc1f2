// What focus looks like where it rests, and what it never came to.
(() => {
  const kept = window[Symbol.for("lockstep.keyboard")];
  if (kept.missed) return;
  const { everything, shown, holds, of, stop, visited } = kept;
  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const styleOf = (element) => element.ownerDocument.defaultView.getComputedStyle(element);
  function* upward(element) {
    for (let at = element; at; at = parentOf(at)) yield at;
  }

  // Colours ----------------------------------------------------------------------------------------------------------
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "#0000";
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data; // red, green, blue, alpha of 255
  };
  const apart = (one, other) => Math.max(...[0, 1, 2].map((part) => Math.abs(one[part] - other[part])));

  // A ring that can be seen without doubt: drawn around the element, of another colour than what is behind, not cut off.
  const ring = (element) => {
    const style = styleOf(element);
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    if (width < 4 || height < 4 || left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false;
    if (element.matches("input, textarea, [contenteditable]") && style.caretColor !== "rgba(0, 0, 0, 0)" && writes(element)) return true;
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) return false;
    const reach = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
    let behind = null;
    for (const each of upward(element)) {
      const its = styleOf(each);
      if (its.opacity !== "1" || its.clipPath !== "none" || its.filter !== "none" || its.maskImage !== "none") return false;
      if (each !== element && its.overflow !== "visible") {
        const box = each.getBoundingClientRect();
        if (left - reach < box.left || top - reach < box.top || right + reach > box.right || bottom + reach > box.bottom) return false;
      }
      if (its.backgroundImage !== "none" && each !== element) return false;
      if (!behind && each !== element && colour(its.backgroundColor)[3] > 250) behind = colour(its.backgroundColor);
    }
    if (style.outlineStyle === "auto") return true;
    const drawn = colour(style.outlineColor);
    return drawn[3] > 100 && apart(drawn, behind ?? colour("Canvas")) > 40;
  };
  const writes = (element) => element.isContentEditable || element.localName === "textarea"
    || /^(text|search|url|tel|email|password|number)$/.test(element.type ?? "");

  // Whether all of an element that can be seen lies under something else that is painted.
  const covered = (element) => {
    const view = element.ownerDocument.defaultView;
    const { left, top, width, height } = element.getBoundingClientRect();
    if (width < 4 || height < 4 || element.matches("input[type=checkbox], input[type=radio], input[type=file]")) return false;
    let seen = 0;
    for (const across of [0.1, 0.5, 0.9]) {
      for (const down of [0.1, 0.5, 0.9]) {
        const x = left + width * across, y = top + height * down;
        if (x < 0 || y < 0 || x >= view.innerWidth || y >= view.innerHeight) continue;
        seen++;
        const hit = element.getRootNode().elementFromPoint?.(x, y) ?? element.ownerDocument.elementFromPoint(x, y);
        if (!hit || holds(element, hit) || [...(element.labels ?? [])].some((label) => holds(label, hit))) return false;
        if (holds(hit, element)) {
          if (!veiled(hit, element)) return false;
          continue;
        }
        if (![...upward(hit)].some((each) => !holds(each, element) && painted(each))) return false;
      }
    }
    return seen > 0 && [...upward(element)].every((each) => styleOf(each).opacity > 0.1);
  };
  // What a style draws over everything in an element is hit as that element itself.
  const veiled = (around, element) => styleOf(element).pointerEvents !== "none" && ["::before", "::after"].some((part) => {
    const style = around.ownerDocument.defaultView.getComputedStyle(around, part);
    return style.content !== "none" && /absolute|fixed/.test(style.position) && filled(style);
  });
  const filled = (style) => style.opacity >= 0.5 && (style.backgroundImage !== "none" || colour(style.backgroundColor)[3] > 200);
  const painted = (element) => {
    const style = styleOf(element);
    return filled(style) || (style.opacity >= 0.5 && element.matches("img, video, canvas, iframe"));
  };
  // Told of each stop the first time that focus rests there.
  kept.seen = (element) => (/^(body|html|iframe)$/.test(element.localName) || kept.patience(element) > 16
    ? { ring: true, covered: false } : { ring: ring(element), covered: covered(element) });
  // Asked again once the page had real time to scroll; and focus taken away for a picture without it.
  kept.covered = async () => {
    if (!covered(kept.deepest())) return false;
    await kept.wait(400);
    return covered(kept.deepest());
  };
  // Whether what has focus cannot be seen itself: it flew out of the page, or lost its colours. Ticks and files are often
  // chosen by a control that cannot be seen, behind a label that can.
  kept.vanished = () => {
    const element = kept.deepest();
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const view = element.ownerDocument.defaultView;
    if (width < 4 || height < 4 || element.matches("input[type=checkbox], input[type=radio], input[type=file]")) return false;
    const out = right + view.scrollX <= 0 || bottom + view.scrollY <= 0
      || styleOf(element).position === "fixed" && (left >= view.innerWidth || top >= view.innerHeight);
    return out || [...upward(element)].reduce((all, each) => all * styleOf(each).opacity, 1) < 0.02;
  };
  let left = null;
  kept.away = () => { left = kept.deepest(); kept.enter("start"); };
  kept.back = () => left?.focus({ preventScroll: true, focusVisible: true });

  // What was not reached -----------------------------------------------------------------------------------------------
  const NATIVE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=''], [contenteditable=true]";
  const ALONE = /^(button|link|checkbox|switch|slider|spinbutton|textbox|combobox|searchbox|menuitem|menuitemcheckbox|menuitemradio|tab|option|treeitem|radio)$/;
  const COMPOSITE = "[role=listbox], [role=tablist], [role=menu], [role=menubar], [role=tree], [role=treegrid], [role=grid], [role=radiogroup], [role=toolbar], [role=combobox], [role=application]";
  const acts = (element) => element.matches(NATIVE) || ALONE.test(kept.role(element)) && element.hasAttribute("role") || clicks(element);
  const clicks = (element) => of(element.ownerDocument.defaultView)?.clicked.has(element) || Boolean(element.onclick);
  const meets = (element) => [...visited].some((one) => holds(element, one) || holds(one, element));
  const idle = (element) => element.matches(":disabled, [aria-disabled=true], [inert] *, [inert], html, body, dialog, form, option, lockstep-edge")
    || [...upward(element)].some((each) => each.getAttribute("aria-hidden") === "true" || each.inert);

  // A part of something whose other parts take focus: arrows lead on there, or the same is done from its neighbour.
  const belongs = (element) => {
    const group = [...upward(element)].find((each) => each.matches(COMPOSITE));
    if (group && (meets(group) || led(group))) return true;
    if (element.localName === "input" && element.type === "radio" && element.name) {
      return [...visited].some((one) => one.type === "radio" && one.name === element.name && one.form === element.form);
    }
    if (element.localName === "a" && [...visited].some((one) => one.href === element.href)) return true;
    const near = parentOf(element);
    return [...visited].some((one) => /^(combobox|spinbutton|textbox|searchbox|slider|listbox)$/.test(kept.role(one)) && near && holds(near, one));
  };
  const led = (group) => group.id && [...visited].some((one) =>
    `${one.getAttribute("aria-controls")} ${one.getAttribute("aria-owns")}`.split(" ").includes(group.id));
  // A listener on a large box is there for what happens inside; an empty one is drawing.
  const plain = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const told = element.textContent.trim() || element.getAttribute("aria-label") || element.querySelector("img, svg");
    return !told || width * height > innerWidth * innerHeight / 3;
  };
  const label = (element) => element.localName === "label" && element.control && (shown(element.control) || meets(element.control));

  const unreached = () => {
    const open = kept.top();
    const found = [];
    for (const element of everything()) {
      if (!acts(element) || !shown(element) || idle(element) || meets(element) || belongs(element) || label(element)) continue;
      if (open && !holds(open, element)) continue;
      if (!element.matches(NATIVE) && !element.hasAttribute("role") && plain(element)) continue;
      if (!found.some((outer) => holds(outer, element))) found.push(element);
    }
    return found;
  };

  const scrollers = () => [...everything()].filter((element) => {
    if (/^(html|body|textarea|select|input|iframe)$/.test(element.localName) || !shown(element) || idle(element) || meets(element)) return false;
    const style = styleOf(element);
    const scrolls = (kind, size, one, other) => /^(auto|scroll)$/.test(style[kind]) && size > Math.max(parseFloat(style[one]), parseFloat(style[other]), 1);
    const open = kept.top();
    return (!open || holds(open, element)) && [...element.querySelectorAll("*"), element].some((each) => each.textContent.trim() || each.matches("img, svg, canvas"))
      && (scrolls("overflowY", element.scrollHeight - element.clientHeight, "paddingTop", "paddingBottom")
        || scrolls("overflowX", element.scrollWidth - element.clientWidth, "paddingLeft", "paddingRight"));
  });

  // Order --------------------------------------------------------------------------------------------------------------
  const fixed = (element) => [...upward(element)].some((each) => /^(fixed|sticky)$/.test(styleOf(each).position) || each.matches("dialog, [popover], [role=dialog], [role=menu], [role=listbox]"));
  const flows = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.ownerDocument === document && element.tabIndex <= 0 && width > 4 && height > 4 && !fixed(element);
  };
  // Steps that lead up though nothing new begins there, and rows that run against the language: pairs of [from, to].
  const leaps = (numbers) => {
    const path = [...visited].filter((one) => one.isConnected && shown(one) && numbers.includes(kept.number(one)));
    const found = [];
    for (let at = 1; at < path.length; at++) {
      const [from, to] = [path[at - 1], path[at]];
      if (!flows(from) || !flows(to) || holds(from, to) || holds(to, from)) continue;
      const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
      const climbs = b.bottom <= a.top && b.left < a.right && a.left < b.right;
      const rtl = styleOf(parentOf(to)).direction === "rtl";
      const back = b.top < a.bottom && a.top < b.bottom && (rtl ? b.left >= a.right : b.right <= a.left);
      const again = found.at(-1)?.[1] === from;
      if (climbs) found.push([from, to, true]);
      else if (back) found.push([from, to, again]);
    }
    return found.filter(([, , sure]) => sure);
  };

  kept.missed = (forward) => ({
    pending: kept.pending(),
    unreachable: unreached().slice(0, 20).map(stop),
    scrollers: scrollers().slice(0, 20).map(stop),
    positive: [...everything()].filter((one) => one.tabIndex > 0 && one.localName !== "lockstep-edge" && shown(one)).slice(0, 20).map(stop),
    order: leaps(forward).slice(0, 5).map(([from, to]) => [stop(from), stop(to)]),
  });
})();
