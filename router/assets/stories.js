// Gives each frame the height of what it shows. Without this the frames scroll.
function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (!page) return;
  const content = frame.contentDocument.body;
  frame.style.blockSize = `${Math.min(Math.ceil(Math.max(content.scrollHeight, content.getBoundingClientRect().height)) + 2, 2000)}px`;
}

for (const frame of document.querySelectorAll("iframe")) {
  const watch = () => {
    fit(frame);
    new frame.contentWindow.ResizeObserver(() => fit(frame)).observe(frame.contentDocument.body);
  };
  frame.addEventListener("load", watch);
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") watch();
}
