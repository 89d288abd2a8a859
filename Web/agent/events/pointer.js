// @ts-check
import { originOf } from "./fields.js";

const kinds = ["move", "down", "up", "cancel", "leave"];
const types = ["mouse", "touch", "pen"];

/**
 * Pointer events, and the positions inside coalesced ones.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observePointer(recorder) {
  const add = recorder.stream("pointer", (row) => row[1] === 0);
  const addSample = recorder.stream("samples", () => true);

  /** @param {PointerEvent} event @param {string} kind @param {number} type */
  const record = (event, kind, type) => {
    const coalesced = kind === "move" ? event.getCoalescedEvents?.() ?? [] : [];
    add(event, [
      kinds.indexOf(kind),
      type,
      event.clientX * 100,
      event.clientY * 100,
      event.screenX - event.clientX,
      event.screenY - event.clientY,
      event.movementX,
      event.movementY,
      event.buttons,
      (event.pressure ?? 0) * 1000,
      coalesced.length,
      +event.isTrusted | (event.isPrimary ? 2 : 0),
    ]);
    for (const sample of coalesced.slice(0, -1)) addSample(sample, [sample.clientX * 100, sample.clientY * 100]);
  };

  recorder.on(window, "pointermove pointerdown pointerup pointercancel", (event) => {
    const type = types.indexOf(event.pointerType);
    record(event, event.type.slice(7), type < 0 ? 3 : type);
  });
  recorder.on(document.documentElement, "pointerleave", (event) => record(event, "leave", types.indexOf(event.pointerType)), false);
  // Scripts that make mouse events by hand leave the pointer events out; real ones come with theirs.
  recorder.on(window, "mousemove mousedown mouseup", (event) => {
    if (!event.isTrusted) record(event, event.type.slice(5), 3);
  });
}

const fieldTargets = { checkbox: 4, radio: 4, button: 1, submit: 1, reset: 1, image: 1 };

/** @param {Element | null} element */
function targetKind(element) {
  const found = element?.closest("button,a[href],input,textarea,select,[role=button]");
  switch (found?.localName) {
    case undefined:
      return 0;
    case "a":
      return 2;
    case "input":
      return /** @type {any} */ (fieldTargets)[/** @type {HTMLInputElement} */ (found).type] ?? 3;
    case "textarea":
      return 3;
    case "select":
      return 5;
    default:
      return 1;
  }
}

/**
 * Clicks: what was hit, where in it, and whether the pointer had come there before.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observeClicks(recorder) {
  const add = recorder.stream("clicks");
  /** @type {Element | null} */
  let under = null;
  recorder.on(window, "pointermove pointerover", (event) => {
    if (event.isTrusted) under = originOf(event);
  });
  recorder.on(window, "click", (event) => {
    const target = originOf(event);
    const box = target?.getBoundingClientRect();
    const byKeyboard = event.isTrusted && !event.detail && !event.pointerType;
    const placed = box?.width && box.height && !byKeyboard;
    const hovered = target && under && (target.contains(under) || under.contains(target));
    add(event, [
      targetKind(target),
      placed ? ((event.clientX - box.left) / box.width) * 1000 : -1,
      placed ? ((event.clientY - box.top) / box.height) * 1000 : -1,
      event.detail,
      recorder.field(event),
      +event.isTrusted | (hovered ? 2 : 0) | (byKeyboard ? 4 : 0),
    ]);
  });
}
