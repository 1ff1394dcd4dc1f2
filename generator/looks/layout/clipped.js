// Text of which a part is seen and a part is not, with no way to get at the rest.
({ closest, flaw, outer, short, style, texts }) => {
  // Ellipsis says that there is more. That is enough where the whole text stands in a title or a label around it.
  const isSaidElsewhere = (text, element) => {
    const start = short(text, 1e4).slice(0, 20);
    for (let above = element, steps = 0; above && steps < 5; above = outer(above), steps += 1) {
      const said = `${above.getAttribute("title") ?? ""} ${above.getAttribute("aria-label") ?? ""}`;
      if (said.includes(start)) return true;
    }
    return false;
  };

  const found = new Map();
  for (const { node, element, size, lines } of texts) {
    // What is out of sight altogether waits there: in a carousel, in something folded up.
    if (!lines.some((line) => line.box)) continue;
    for (const { rectangle, box, cuts } of lines) {
      for (const { by, across, down } of cuts) {
        // Fonts reach a little out of their lines, and slanted letters out of their boxes.
        const isAcross = across > 0.3 * size && (box === null || box.right - box.left > 1);
        const isDown = down > 0.3 * (rectangle.bottom - rectangle.top);
        if (!isAcross && !isDown) continue;
        if (found.has(by) || closest(by, "input, textarea, select, marquee")) continue;
        if (isSaidElsewhere(node.data, element)) continue;
        const { textOverflow, webkitLineClamp } = style(by);
        const endsInDots = textOverflow === "ellipsis" || webkitLineClamp !== "none";
        const how = endsInDots ? "ends in …, and the rest cannot be read" : "is cut off";
        const where = isAcross ? `${Math.round(across)} px at the side` : `${Math.round(down)} px above or below`;
        found.set(by, flaw("layout/clipped", by, `the text “${short(node.data)}” ${how} (${where})`));
      }
    }
  }
  return [...found.values()];
}
