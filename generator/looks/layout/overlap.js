// Text that is drawn on other text, or on a control that has none, with nothing between them.
({ alpha, called, closest, elements, flaw, intersection, isShown, outer, short, shown, style, texts }) => {
  const LAYER =
    "dialog, [role=dialog], [role=alertdialog], [aria-modal=true], [popover], [role=menu], [role=listbox], [role=tooltip]";
  const MOST = 50;
  let patience = 5000;  // how many pairs are looked at closely
  const chain = (element) => {
    const found = [];
    for (let above = element; above; above = outer(above)) found.push(above);
    return found;
  };
  const paints = (element, pseudo) => {
    const { backgroundColor, backgroundImage, backdropFilter, content } = getComputedStyle(element, pseudo);
    if (pseudo && (content === "none" || content === "normal")) return false;
    return alpha(backgroundColor) >= 0.5 || backgroundImage !== "none" || (backdropFilter ?? "none") !== "none";
  };
  // A layer of its own ground lies on top or is covered as a whole: neither mixes with what is on its other side.
  const hasGround = (element, common, place) => {
    for (const above of chain(element)) {
      if (above === common) return false;
      if (paints(above) && intersection(above.getBoundingClientRect(), place)) return true;
      if (paints(above, "::before") || paints(above, "::after")) return true;
    }
    return false;
  };
  const mixes = (one, other, place) => {
    if ((patience -= 1) < 0) return false;
    const around = new Set(chain(one));
    if (around.has(other) || chain(other).includes(one)) return false;
    if (closest(one, LAYER) !== closest(other, LAYER)) return false;
    const common = chain(other).find((above) => around.has(above));
    return !hasGround(one, common, place) && !hasGround(other, common, place);
  };

  // The middle half of a line's height is where its letters are, however near to each other lines stand.
  const pieces = texts.flatMap(({ node, element, lines }) => lines.flatMap(({ box }) => {
    if (!box) return [];
    const quarter = (box.bottom - box.top) / 4;
    return [{
      element, node,
      box: { left: box.left + 1, right: box.right - 1, top: box.top + quarter, bottom: box.bottom - quarter },
    }];
  }));
  pieces.sort((one, other) => one.box.top - other.box.top);
  const isLarge = (place, least) =>
    place && place.right - place.left >= least && place.bottom - place.top >= Math.min(least, 3);

  const found = new Map();
  pieces.forEach((one, index) => {
    for (let next = index + 1; next < pieces.length && pieces[next].box.top < one.box.bottom; next += 1) {
      if (found.size >= MOST || patience < 0) return;
      const other = pieces[next];
      if (other.element === one.element || found.has(other.element)) continue;
      const place = intersection(one.box, other.box);
      if (!isLarge(place, 3) || !mixes(one.element, other.element, place)) continue;
      const message = `the text “${short(other.node.data)}” lies on the text “${short(one.node.data)}”`;
      found.set(other.element, flaw("layout/overlap", other.element, message));
    }
  });

  const controls = [...elements("button, a[href], [role=button], [role=link], summary")]
    .filter((control) => isShown(control) && !control.innerText?.trim() && !closest(control, '[aria-hidden="true"]'));
  for (const control of controls.slice(0, 500)) {
    const { box } = shown(control.getBoundingClientRect(), control);
    for (const { element, node, box: line } of box ? pieces : []) {
      if (found.size >= MOST) break;
      const place = intersection(box, line);
      if (!isLarge(place, 8) || control.contains(element) || !mixes(control, element, place)) continue;
      if (element.contains(control) && style(control).position === "static") continue;
      found.set(control, flaw("layout/overlap", control, `the text “${short(node.data)}” lies on the ${called(control)}`));
    }
  }
  return [...found.values()];
}
