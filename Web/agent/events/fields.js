// @ts-check
import { hash } from "../values.js";

const inputKinds = "text email password tel number search url date checkbox radio submit button".split(" ");

/** @param {Element} element */
function kindOf(element) {
  const name = element.localName;
  if (name === "select" || name === "textarea") return name;
  if (name === "input" || name === "button") {
    const type = /** @type {HTMLInputElement} */ (element).type;
    return inputKinds.includes(type) ? type : "other";
  }
  return /** @type {HTMLElement} */ (element).isContentEditable ? "other" : null;
}

/**
 * The element an event began at, inside open shadow trees too.
 * @param {Event} event
 * @returns {Element | null}
 */
export function originOf(event) {
  const origin = event.composedPath()[0] ?? event.target;
  return origin instanceof Element ? origin : null;
}

/** Numbers the fields a page has as they are first used. A field is known by the hash of its name or id, never by its content. */
export function makeFieldTable() {
  /** @type {WeakMap<Element, number>} */
  const known = new WeakMap();
  let count = 0;
  /** @param {Event} event */
  return (event) => {
    const element = originOf(event);
    const kind = element && kindOf(element);
    if (!element || !kind) return { index: -1 };
    const index = known.get(element);
    if (index !== undefined) return { index };
    known.set(element, count);
    const name = element.getAttribute("name") || element.id || `#${count}`;
    return { index: count, added: { index: count++, hash: hash(name), kind } };
  };
}
