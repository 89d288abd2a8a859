// @ts-check

/**
 * Wheel turns, and where the page was scrolled to.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observeWheel(recorder) {
  const addWheel = recorder.stream("wheel", () => true);
  recorder.on(window, "wheel", (event) => {
    addWheel(event, [event.deltaX, event.deltaY, event.deltaMode, +event.isTrusted]);
  });
  const addScroll = recorder.stream("scroll", () => true);
  recorder.on(window, "scroll", (event) => {
    if (event.target === document) addScroll(event, [scrollX, scrollY]);
  });
}
