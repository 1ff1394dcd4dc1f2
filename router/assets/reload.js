// Only where components are worked on: loads the page again when a bundle has changed. Frames are left to their page.
if (window.parent === window) {
  new EventSource("/stories/events").addEventListener("changed", () => location.reload());
}
