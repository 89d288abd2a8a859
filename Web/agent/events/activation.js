// @ts-check
import { attempt } from "../values.js";

/** Events that activate a page (HTML, "activation triggering input event"), and the click of an assistive technology. */
const activating = "keydown mousedown pointerdown pointerup touchend click";

/** How often is looked: a script that focuses a field does so some milliseconds after it activated the page. */
const interval = 100;

/**
 * The browser keeps whether anybody used the page. Debugging protocols may run a script "as if by the user", and most tools do: then
 * the page has been used, and no event says by whom. Once a page was used it stays so; what came first is what counts.
 *
 * @param {import("../recorder.js").Recorder} recorder
 * @returns {{cause: () => string | null, stop: () => void}} `cause`: null while nobody used the page or where the browser does not
 *   say, `before` the agent was there, `input`, `focus` (a field got the focus in the same moment, as assistive technologies do it),
 *   `away` (the window or a frame in the page had the focus, and may have been used there), or `none`
 */
export function observeActivation(recorder) {
  const state = /** @type {any} */ (navigator).userActivation;
  const used = () => attempt(() => state.hasBeenActive) === true;
  /** @type {string | null} */
  let cause = used() ? "before" : null;
  let away = false;
  // Seen to be used, with nothing that says by whom. It counts after one more look: of a press inside a frame its page hears first
  // that it was used, and a moment later that the frame has the focus.
  let unexplained = false;
  const timer = setInterval(() => {
    away ||= attempt(() => document.activeElement?.tagName === "IFRAME") === true;
    if (away || unexplained) note(away ? "away" : "none");
    else unexplained = used();
  }, interval);

  /** @param {string} reason */
  function note(reason) {
    // What comes after the page was used explains nothing.
    if (!cause && used()) cause = away && reason !== "input" ? "away" : unexplained ? "none" : reason;
    if (cause) stop();
  }

  const stop = () => clearInterval(timer);
  recorder.on(window, activating, (event) => event.isTrusted && note("input"));
  recorder.on(window, "focus", (event) => event.target !== window && note("focus"));
  recorder.on(window, "blur", (event) => {
    away ||= event.target === window;
  });
  return { cause: () => cause, stop };
}
