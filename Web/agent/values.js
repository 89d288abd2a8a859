// @ts-check

/**
 * What `read` gives, or null when it throws or gives undefined: a page's world may throw anywhere.
 * @template T
 * @param {() => T} read
 * @returns {NonNullable<T> | null}
 */
export function attempt(read) {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}

/**
 * What a promise gives, or null.
 * @template T
 * @param {() => Promise<T>} read
 */
export async function attemptLater(read) {
  try {
    return (await read()) ?? null;
  } catch {
    return null;
  }
}

/**
 * Reads properties by their names in the web platform and files them under the names of the protocol.
 * @param {any} object
 * @param {string} names separated by blanks
 * @returns {Record<string, any>}
 */
export function pick(object, names) {
  /** @type {Record<string, any>} */
  const picked = {};
  for (const name of names.split(" ")) {
    picked[name.replace(/[A-Z]+/g, (capitals) => "_" + capitals.toLowerCase())] = attempt(() => object[name]);
  }
  return picked;
}

/**
 * FNV-1a, 32 bits, as eight hex digits (Fowler, Noll, Vo; draft-eastlake-fnv). Strings go in as UTF-16 units.
 * @param {string | ArrayLike<number>} data
 */
export function hash(data) {
  let state = 0x811c9dc5;
  const text = typeof data === "string";
  for (let index = 0; index < data.length; index++) {
    state = Math.imul(state ^ (text ? data.charCodeAt(index) : /** @type {any} */ (data)[index]), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, "0");
}

/** @param {unknown} value */
export const hashOf = (value) => hash(JSON.stringify(value) ?? "");

/**
 * The part of `list` that `value` says yes to.
 * @param {string} list separated by blanks
 * @param {(name: string) => unknown} value
 */
export const present = (list, value) => list.split(" ").filter((name) => attempt(() => value(name)));

/**
 * @param {any} root
 * @param {string} path
 */
export const follow = (root, path) => path.split(".").reduce((object, key) => object?.[key], root);
