// Runs axe in the page and tells what it found in a few words: what it knows of a page is large, and most is not asked.
// Returns null where axe is not there yet.
async ({ version, options, patience, most }) => {
  if (globalThis.axe?.version !== version) return null;

  // A colour that is on its way to another one is neither: transitions that end are waited for.
  const ending = document.getAnimations().filter((animation) => {
    const timing = animation.effect?.getComputedTiming();
    return animation.playState === "running" && timing && timing.endTime < patience;
  });
  const late = new Promise((done) => setTimeout(done, patience));
  await Promise.race([Promise.allSettled(ending.map((animation) => animation.finished)), late]);

  const results = await axe.run(document, options);

  // A part of a target is a selector, or, below a shadow root, a list of them from the outside in.
  const selector = (node) => node.target.flat().join(" >>> ");
  const said = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).filter(Boolean);
  const told = (rule, node) => ({
    id: rule.id, impact: node.impact ?? rule.impact ?? "", help: rule.help, link: rule.helpUrl,
    selector: selector(node), html: node.html, said: said(node),
  });

  const violations = results.violations.flatMap((rule) => rule.nodes.map((node) => told(rule, node)));

  // What stands behind text can be hard to tell. The ground that is painted below it all is known all the same; where
  // the text is readable on that, nothing more is asked.
  const parsed = (colour) => {
    const found = /^rgba?\(([^)]+)\)$/.exec(colour);
    return found && found[1].split(/[\s,\/]+/).map(Number);
  };
  const light = ([red, green, blue]) => {
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const contrast = (one, other) => {
    const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const outer = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const ground = (element) => {
    for (let above = element; above; above = outer(above)) {
      const colour = parsed(getComputedStyle(above).backgroundColor);
      if (colour && (colour.length < 4 || colour[3] === 1)) return colour;
      if (colour && colour[3] > 0) return null;
    }
    return null;
  };
  const doubtful = (rule, node) => {
    const element = node.element;
    const style = getComputedStyle(element);
    const ink = parsed(style.color);
    const data = [...node.any, ...node.all].map((check) => check.data).find((data) => data?.expectedContrastRatio);
    const wanted = parseFloat(data?.expectedContrastRatio);
    // Where something lies on top of text, what is seen may not be its ground.
    // Text in the colour of its ground may be hidden on purpose, says axe; where it is shown, nobody can read it.
    const isBehind = ["bgGradient", "bgImage", "equalRatio", "imgNode", "pseudoContent"].includes(data?.messageKey);
    if (!isBehind || !ink || !wanted || (ink.length === 4 && ink[3] < 1)) return [];
    for (let above = element; above; above = outer(above)) {
      if (getComputedStyle(above).opacity !== "1") return [];
    }
    const below = ground(element);
    if (below && contrast(ink, below) >= wanted) return [];
    const box = element.getBoundingClientRect();
    return [{ ...told(rule, node), ink: ink.slice(0, 3), wanted,
              box: [box.x + scrollX, box.y + scrollY, box.width, box.height] }];
  };
  const doubts = results.incomplete
    .filter((rule) => rule.id === "color-contrast")
    .flatMap((rule) => rule.nodes.flatMap((node) => (node.element ? doubtful(rule, node) : [])));
  return { violations: violations.slice(0, most), doubts: doubts.slice(0, most), more: violations.length - most };
}
