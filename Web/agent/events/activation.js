// @ts-check
import { attempt } from "../values.js";

/** Events that activate a page (HTML, "activation triggering input event"), and the click of an assistive technology. */
const activating = "keydown mousedown pointerdown pointerup touchend click";

/**
 * How often is looked, in milliseconds: a script that focuses a field, or moves the pointer, does so some milliseconds after it
 * activated the page. Soon after the start that is looked for closely; a page that is open for long is left in peace.
 */
const [closely, calmly] = [10, 100];
const closeFor = 20000;

/** Of a press inside a frame its page hears first that it was used, and within this time that the frame has the focus. */
const grace = 100;

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
  /** When it was seen to be used, with nothing that said by whom. @type {number | null} */
  let unexplained = null;
  const begun = performance.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function look() {
    if (used()) unexplained ??= performance.now();
    away ||= attempt(() => document.activeElement?.tagName === "IFRAME") === true;
    const isLate = unexplained !== null && performance.now() - unexplained >= grace;
    if (away || isLate) note(away ? "away" : "none");
    if (!cause) timer = setTimeout(look, performance.now() - begun < closeFor ? closely : calmly);
  }

  /** @param {string} reason */
  function note(reason) {
    // What comes after the page was used explains nothing.
    if (!cause && used()) cause = away && reason !== "input" ? "away" : unexplained !== null ? "none" : reason;
    if (cause) stop();
  }

  const stop = () => clearTimeout(timer);
  if (!cause) look();
  recorder.on(window, activating, (event) => event.isTrusted && note("input"));
  recorder.on(window, "focus", (event) => event.target !== window && note("focus"));
  recorder.on(window, "blur", (event) => {
    away ||= event.target === window;
  });
  return { cause: () => cause, stop };
}
