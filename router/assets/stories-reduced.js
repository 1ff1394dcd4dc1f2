// In a story's own document, before anything else of it: tells its scripts and styles that motion is to be reduced.
// Nothing else can: a page has no say in what the visitor's system is set to, nor in what its frames believe of it.
(() => {
  const asks = /\(\s*prefers-reduced-motion\s*(?::\s*(reduce|no-preference)\s*)?\)/g;
  const told = (query) => query.replace(asks, (_, wanted) => (wanted === "no-preference" ? "(width < 0px)" : "(width >= 0px)"));

  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => ask(told(String(query)));

  function tell(rules) {
    for (const rule of rules) {
      if (rule.media && rule.media.mediaText.includes("prefers-reduced-motion")) rule.media.mediaText = told(rule.media.mediaText);
      if (rule.cssRules) tell(rule.cssRules);
    }
  }
  // A sheet is there when it has loaded; load does not bubble, but it is captured.
  document.addEventListener("load", (event) => event.target.sheet && tell(event.target.sheet.cssRules), true);
  addEventListener("load", () => Array.from(document.styleSheets).forEach((sheet) => tell(sheet.cssRules)));
})();
