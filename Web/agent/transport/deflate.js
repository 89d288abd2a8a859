// @ts-check
import { concatenate } from "../bytes.js";

/**
 * The zlib format (RFC 1950) without compression: what can be done at once, in a page that goes away.
 * @param {Uint8Array} data
 */
export function store(data) {
  const parts = [Uint8Array.of(0x78, 0x01)];
  for (let offset = 0; offset === 0 || offset < data.length; offset += 65535) {
    const block = data.subarray(offset, offset + 65535);
    const [low, high] = [block.length & 255, block.length >> 8];
    parts.push(Uint8Array.of(+(offset + 65535 >= data.length), low, high, ~low, ~high), block);
  }
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return concatenate(...parts, Uint8Array.of(b >> 8, b, a >> 8, a));
}

/**
 * @param {Uint8Array} data
 * @returns {Promise<Uint8Array>}
 */
export async function deflate(data) {
  if (typeof CompressionStream === "undefined") return store(data);
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
