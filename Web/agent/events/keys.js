// @ts-check

/** Names of keys by class; what is one character long is sorted by what kind of character it is. */
const classes = [
  [4, /^Enter$/],
  [5, /^Tab$/],
  [6, /^Backspace$/],
  [7, /^Delete$/],
  [8, /^Arrow/],
  [9, /^(Shift|Control|Alt|Meta|AltGraph|CapsLock|NumLock|Fn|OS|Super|Hyper)/],
  [10, /^(Home|End|Page|Escape|Insert|ContextMenu)/],
  [11, /^F\d+$/],
  [0, /^\p{L}$/u],
  [1, /^\p{N}$/u],
  [2, /^\s$/u],
  [3, /^.$/u],
];

/** @param {string} key */
const classOf = (key) => Number(classes.find(([, pattern]) => /** @type {RegExp} */ (pattern).test(key))?.[0] ?? 12);

/**
 * Whether a key wrote what it writes with shift alone while shift was neither held nor locked: a capital on its own letter's key, or the
 * @ that every address has. On the layouts that have it elsewhere it takes another modifier.
 * @param {KeyboardEvent} event
 */
const lacksShift = ({ key, code, shiftKey, altKey, ctrlKey, metaKey }, /** @type {(name: string) => boolean} */ state) =>
  (code === "Key" + key || (code === "Digit2" && key === "@")) &&
  !(shiftKey || altKey || ctrlKey || metaKey || state("CapsLock") || state("AltGraph"));

const kinds = ["keydown", "keyup", "keypress"];

/**
 * When keys go down and up, and what class they are of. Which key it is stays in this function, only while it is held,
 * to tell whose release a release is.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observeKeys(recorder) {
  const add = recorder.stream("keys");
  /** @type {Map<string, number>} */
  const held = new Map();
  let presses = 0;
  recorder.on(window, kinds.join(" "), (event) => {
    const kind = kinds.indexOf(event.type);
    const key = String(event.key ?? "");
    const place = event.code || key;
    let press = held.get(place) ?? -1;
    if (kind === 0 && (press < 0 || !event.repeat)) {
      press = presses++;
      held.set(place, press);
    }
    if (kind === 1) held.delete(place);
    if (kind === 2 && press < 0) press = held.size ? Math.max(...held.values()) : -1;
    add(event, [
      kind,
      classOf(key),
      press,
      recorder.field(event),
      +event.isTrusted | (event.repeat ? 2 : 0) | (event.isComposing ? 4 : 0) |
        (event.ctrlKey || event.altKey || event.metaKey ? 8 : 0) | (event.code ? 0 : 16) |
        (lacksShift(event, (name) => event.getModifierState(name)) ? 32 : 0),
    ]);
  });
}
