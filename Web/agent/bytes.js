// @ts-check

/** @param {Uint8Array} bytes */
export const toBase64URL = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** @param {string} text */
export const fromBase64URL = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** @param {...(Uint8Array | ArrayBuffer)} parts */
export function concatenate(...parts) {
  const all = parts.map((part) => new Uint8Array(part));
  const joined = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of all) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
