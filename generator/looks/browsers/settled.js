// Brings a page to rest, so that it looks the same however fast the machine is. Gives up after some seconds: a page
// that never comes to rest is looked at as it is.
async () => {
  const LONGEST = 5000; // milliseconds
  const ROUNDS = 5; // an animation's end may start another one

  const soon = (work) => Promise.race([work, new Promise((done) => setTimeout(done, LONGEST))]);
  const frame = () => new Promise((done) => requestAnimationFrame(done));

  // The document, its shadow trees, and the documents of frames that we may look into.
  const roots = (root) => {
    const found = [root];
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) found.push(...roots(element.shadowRoot));
      if (element.localName === "iframe" && element.contentDocument) found.push(...roots(element.contentDocument));
    }
    return found;
  };

  // What follows the clock: an animation that follows scrolling already stands still.
  const moving = () =>
    roots(document)
      .flatMap((root) => root.getAnimations())
      .filter((one) => one.timeline instanceof DocumentTimeline && (one.pending || one.playState === "running"));

  // One that ends is shown at its end; one that never does, at its beginning.
  const rest = (animation) => {
    if (animation.effect?.getComputedTiming().endTime === Infinity || animation.playbackRate === 0) {
      animation.pause();
      animation.currentTime = 0;
    } else {
      animation.finish();
    }
  };

  const decoded = [...document.images].filter((image) => image.loading !== "lazy" || image.complete);
  await soon(Promise.all(decoded.map((image) => image.decode().catch(() => undefined))));
  await soon(document.fonts.ready);
  await soon(frame().then(frame)); // what listens to a new size or scheme answers within these
  for (let round = 0, found = moving(); found.length && round < ROUNDS; round += 1, found = moving()) {
    found.forEach(rest);
    await soon(frame());
  }
  await soon(document.fonts.ready); // the frames may have asked for more fonts
};
