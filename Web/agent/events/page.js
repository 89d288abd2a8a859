// @ts-check

const kinds = { blur: 2, focus: 3, pagehide: 4, pageshow: 5, freeze: 6, submit: 7 };

/**
 * Focus of elements, and what becomes of the page as a whole.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observePage(recorder) {
  const addFocus = recorder.stream("focus");
  const addPage = recorder.stream("page");
  /** @param {Event} event @param {number} kind */
  const record = (event, kind) => addPage(event, [kind, +event.isTrusted]);
  recorder.on(window, "focus blur", (event) => {
    if (event.target === window) record(event, /** @type {any} */ (kinds)[event.type]);
    else if (event.target !== document) addFocus(event, [+(event.type === "blur"), recorder.field(event), +event.isTrusted]);
  });
  recorder.on(window, "pagehide pageshow submit", (event) => record(event, /** @type {any} */ (kinds)[event.type]));
  recorder.on(document, "visibilitychange", (event) => record(event, document.visibilityState === "hidden" ? 0 : 1));
  recorder.on(document, "freeze", (event) => record(event, kinds.freeze));
}
