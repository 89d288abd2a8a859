// @ts-check

/** @type {[RegExp, number][]} */
const types = [
  [/^insertText$/, 0],
  [/^delete/, 1],
  [/^insertFromPaste|^insertFromYank/, 2],
  [/^insertFromDrop/, 3],
  [/^insertReplacement/, 4],
  [/Composition/, 5],
  [/./, 6],
  [/^$/, 7],
];

/**
 * That a field's content changed, and by what means; never to what.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observeInputs(recorder) {
  const add = recorder.stream("inputs");
  recorder.on(window, "input", (event) => {
    const means = event.inputType ?? "";
    const type = types.find(([pattern]) => pattern.test(means))?.[1] ?? 6;
    add(event, [type, recorder.field(event), +event.isTrusted]);
  });

  const addClipboard = recorder.stream("clipboard");
  const kinds = ["copy", "cut", "paste"];
  recorder.on(window, kinds.join(" "), (event) => {
    addClipboard(event, [kinds.indexOf(event.type), recorder.field(event), +event.isTrusted]);
  });
}
