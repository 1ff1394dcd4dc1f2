// What moves although the visitor asked for less of it. Colours and opacity may change; places, sizes and angles not.
({ called, flaw, isShown }) => {
  const MOTION = new RegExp(
    "^(transform|translate|rotate|scale|offset(Distance|Path|Rotate|Position)|left|right|top|bottom|inset.*|margin.*|"
    + "width|height|backgroundPosition.*|strokeDashoffset|perspective.*)$",
  );
  const LONG = 1000;  // milliseconds that are over before anybody is bothered
  const found = new Map();
  for (const animation of document.getAnimations()) {
    const { effect, playState, timeline } = animation;
    const element = effect?.target;
    if (playState !== "running" || !(timeline instanceof DocumentTimeline) || !element || found.has(element)) continue;
    const { endTime } = effect.getComputedTiming();
    const frames = effect.getKeyframes();
    const moves = [...new Set(frames.flatMap(Object.keys))].filter((name) => MOTION.test(name))
      .filter((name) => new Set(frames.filter((frame) => name in frame).map((frame) => frame[name])).size > 1
        || frames.filter((frame) => name in frame).length < frames.length);
    if (endTime <= LONG || !moves.length || !isShown(element)) continue;
    const how = endTime === Infinity ? "without end" : `for ${Math.round(endTime / 100) / 10} s`;
    const message = `the ${called(element)} moves ${how} (${moves[0]}), where less motion is asked for`;
    found.set(element, flaw("layout/moving", element, message));
  }
  return [...found.values()].slice(0, 20);
}
