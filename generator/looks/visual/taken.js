// Makes a page that is at rest ready for its picture, and says how much of the page the picture shows.
// Returns [height in CSS pixels, [x, y, width, height] of everything that is masked].
(masks) => {
  const MOST_ELEMENTS = 50000;
  const MOST_MASKED = 500;
  const MARGIN = 32; // CSS pixels below what lies lowest: shadows, outlines and rings are drawn outside of boxes

  scrollTo({ left: 0, top: 0, behavior: "instant" });

  const roots = (root) => {
    const found = [root];
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) found.push(...roots(element.shadowRoot));
    return found;
  };
  const all = roots(document);

  // A caret blinks by the real clock. Forced colours give every caret a colour of their own, so there it only stops.
  for (const root of all) {
    if (!root.activeElement || root.lockstepStill) continue;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { caret-color: transparent !important; caret-animation: manual !important; }");
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    root.lockstepStill = true;
  }

  // How far down there is something to see. A text may hang out of its box, and a box out of the one it stands in.
  const text = document.createRange();
  text.selectNodeContents(document.body ?? document.documentElement);
  let lowest = text.getBoundingClientRect().bottom;
  let seen = 0;
  for (const root of all) {
    for (const element of (root === document ? document.body ?? root : root).querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.width && box.height) lowest = Math.max(lowest, box.bottom);
      if ((seen += 1) > MOST_ELEMENTS) break;
    }
  }
  const whole = document.documentElement.scrollHeight;
  // A modal dialog dims the whole window, and its place in it says how it stands.
  const least = document.querySelector(":modal") ? innerHeight : 1;
  const height = Math.min(Math.max(Math.ceil(lowest + MARGIN), least), whole);

  const masked = masks.flatMap((selector) => all.flatMap((root) => [...root.querySelectorAll(selector)]));
  const boxes = masked.slice(0, MOST_MASKED).map((element) => {
    const box = element.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
  });
  return [height, boxes];
};
