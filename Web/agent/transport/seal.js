// @ts-check
import { concatenate } from "../bytes.js";

/** @param {...number} words */
const bigEndian = (...words) => {
  const bytes = new Uint8Array(4 * words.length);
  words.forEach((word, index) => new DataView(bytes.buffer).setUint32(4 * index, word));
  return bytes;
};

const randomNonce = () => crypto.getRandomValues(new Uint8Array(12));

/**
 * The bytes of a batch before its ciphertext: docs/protocol.md, "Batch".
 * @param {Uint8Array} ticket
 * @param {number} sequence
 * @param {Uint8Array} link
 * @param {Uint8Array} nonce
 */
const header = (ticket, sequence, link, nonce) =>
  concatenate(
    Uint8Array.of(1, ticket.length >> 8, ticket.length), ticket, bigEndian(sequence), link, nonce,
  );

/**
 * @typedef {object} Batch
 * @property {number} sequence
 * @property {Uint8Array} bytes
 * @property {Uint8Array} sealed ciphertext and tag, which the next link is made of
 */

/**
 * @param {import("./handshake.js").Session} session
 * @param {number} sequence
 * @param {Uint8Array} link
 * @param {Uint8Array} payload
 * @returns {Promise<Batch>}
 */
export async function seal(session, sequence, link, payload) {
  const nonce = randomNonce();
  const additionalData = header(session.ticket, sequence, link, nonce);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData, tagLength: 128 }, session.sealKey, payload,
  );
  return { sequence, bytes: concatenate(additionalData, sealed), sealed: new Uint8Array(sealed) };
}

/**
 * @typedef {object} Reserve
 * @property {Uint8Array} nonce used once, by one `sealNow`
 * @property {Uint8Array} mask the encrypted first counter block, which masks the tag
 * @property {Uint8Array} stream key stream of the blocks after it
 * @property {Uint8Array} hashKey
 */

/**
 * Web Crypto answers later, and a page that goes away has no later. GCM is a stream cipher and a hash (NIST SP 800-38D,
 * 7.1): the key stream for one batch can be had in advance, and the rest is exclusive-or and GHASH.
 * @param {import("./handshake.js").Session} session
 * @param {number} length
 * @returns {Promise<Reserve>}
 */
export async function makeReserve(session, length) {
  const nonce = randomNonce();
  /** @param {Uint8Array} counter @param {number} size */
  const keyStream = async (counter, size) =>
    new Uint8Array(
      await crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 32 }, session.streamKey, new Uint8Array(size)),
    );
  const stream = await keyStream(concatenate(nonce, Uint8Array.of(0, 0, 0, 1)), length + 16);
  return {
    nonce,
    mask: stream.subarray(0, 16),
    stream: stream.subarray(16),
    hashKey: await keyStream(new Uint8Array(16), 16),
  };
}

/**
 * GHASH over whole blocks, four bits at a time (McGrew, Viega: "The Galois/Counter Mode of Operation", 4.1).
 * @param {Uint8Array} key
 * @param {Uint8Array} data its length is a multiple of 16
 */
export function ghash(key, data) {
  // Shifting four bits out at the low end multiplies what remains by x⁴; this is what the lost bits come back as.
  const reduction = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((bits) => {
    let word = 0;
    for (let bit = 0; bit < 4; bit++) if (bits & (1 << bit)) word ^= 0xe1000000 >>> (3 - bit);
    return word;
  });
  /** @type {number[][]} multiples of the key by the sixteen polynomials of four bits */
  const table = Array.from({ length: 16 }, () => [0, 0, 0, 0]);
  const view = new DataView(key.buffer, key.byteOffset);
  let power = [0, 4, 8, 12].map((offset) => view.getUint32(offset));
  for (let bit = 8; bit; bit >>= 1) {
    table[bit] = power;
    const [a, b, c, d] = power;
    power = [(a >>> 1) ^ (d & 1 ? 0xe1000000 : 0), (b >>> 1) | (a << 31), (c >>> 1) | (b << 31), (d >>> 1) | (c << 31)];
  }
  for (let bits = 1; bits < 16; bits++) {
    const lowest = bits & -bits;
    if (bits !== lowest) table[bits] = table[lowest].map((word, index) => word ^ table[bits ^ lowest][index]);
  }
  const state = new Uint8Array(16);
  for (let offset = 0; offset < data.length; offset += 16) {
    for (let index = 0; index < 16; index++) state[index] ^= data[offset + index];
    let a = 0, b = 0, c = 0, d = 0;
    for (let index = 31; index >= 0; index--) {
      const lost = d & 15;
      d = (d >>> 4) | (c << 28);
      c = (c >>> 4) | (b << 28);
      b = (b >>> 4) | (a << 28);
      a = (a >>> 4) ^ reduction[lost];
      const multiple = table[index & 1 ? state[index >> 1] & 15 : state[index >> 1] >> 4];
      a ^= multiple[0];
      b ^= multiple[1];
      c ^= multiple[2];
      d ^= multiple[3];
    }
    state.set(bigEndian(a, b, c, d));
  }
  return state;
}

/**
 * Seals without waiting, with a key stream made in advance.
 * @param {import("./handshake.js").Session} session
 * @param {number} sequence
 * @param {Uint8Array} link
 * @param {Uint8Array} payload no longer than the reserve
 * @param {Reserve} reserve
 * @returns {Batch}
 */
export function sealNow(session, sequence, link, payload, reserve) {
  const additionalData = header(session.ticket, sequence, link, reserve.nonce);
  const ciphertext = payload.map((byte, index) => byte ^ reserve.stream[index]);
  /** @param {Uint8Array} bytes */
  const padding = (bytes) => new Uint8Array(-bytes.length & 15);
  const lengths = bigEndian(
    0, additionalData.length * 8, 0, ciphertext.length * 8,
  );
  const tag = ghash(
    reserve.hashKey,
    concatenate(additionalData, padding(additionalData), ciphertext, padding(ciphertext), lengths),
  ).map((byte, index) => byte ^ reserve.mask[index]);
  const sealed = concatenate(ciphertext, tag);
  return { sequence, bytes: concatenate(additionalData, sealed), sealed };
}

/**
 * @param {Uint8Array} link
 * @param {Batch} batch
 */
export const nextLink = async (link, batch) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", concatenate(link, batch.sealed)));
