// Pages that people have to scroll sideways to read. What needs two dimensions may be wide: tables, code, pictures.
({ called, closest, elements, flaw, isShown, short, shown, texts }) => {
  const page = document.scrollingElement ?? document.documentElement;
  if (page.scrollWidth <= page.clientWidth + 1) return [];
  const TWO_DIMENSIONS =
    "table, pre, svg, canvas, video, iframe, object, embed, math, img, map, "
    + "[role=table], [role=grid], [role=treegrid], [role=img], [role=toolbar]";
  const isRightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
  const beyond = (box) => {
    if (!box) return 0;
    return isRightToLeft ? -scrollX - box.left : box.right + scrollX - page.clientWidth;
  };
  const far = new Map();
  let count = 0;
  for (const element of elements("body *")) {
    if ((count += 1) > 20000) break;
    if (!isShown(element)) continue;
    const length = beyond(shown(element.getBoundingClientRect(), element.parentElement ?? element).box);
    if (length > 1) far.set(element, `the ${called(element)} reaches ${Math.round(length)} px beyond`);
  }
  // A word that is longer than its box reaches out of it, and no element is any wider for it.
  for (const { node, element, lines } of texts) {
    const length = Math.max(...lines.map((line) => beyond(line.box)));
    if (length > 1 && !far.has(element)) far.set(element, `the text “${short(node.data)}” reaches ${Math.round(length)} px beyond`);
  }
  return [...far.keys()]
    .filter((element) => ![...element.children].some((child) => far.has(child)))
    .filter((element) => !closest(element, TWO_DIMENSIONS))
    .slice(0, 5)
    .map((element) =>
      flaw("layout/sideways", element, `${far.get(element)} a window that is ${page.clientWidth} px wide`));
}
