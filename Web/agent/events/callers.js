// @ts-check

/** Frames that no script of a page, loaded from an address, has. */
const foreign = /<anonymous>:\d|\beval\b|debugger|evaluation_script|evaluateScript|UtilityScript|executeScript|puppeteer|pptr:|-extension:\/\//;

/** What of a frame is kept: names and numbers, no address of the page. */
const shape = (/** @type {string} */ line) => line.trim().replace(/^at /, "").replace(/https?:\/\/[^\s)]*/g, "page").slice(0, 120);

/**
 * A click or a focus made by a script has that script below it on the stack; a person's has nothing.
 * @param {import("../recorder.js").Recorder} recorder
 * @param {Set<string>} frames is added to, at most 16
 */
export function observeCallers(recorder, frames) {
  recorder.on(window, "click mousedown mousemove keydown input change focus submit", () => {
    if (frames.size >= 16) return;
    for (const line of (new Error().stack ?? "").split("\n")) {
      if (foreign.test(line) && frames.size < 16) frames.add(shape(line));
    }
  });
}
