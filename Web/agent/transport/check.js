// @ts-check
import { concatenate, utf8 } from "../bytes.js";

/**
 * A network check for one way to the server: docs/protocol.md, "Network checks".
 * @param {import("./handshake.js").Session} session
 * @param {"request" | "socket"} way
 * @param {object} payload
 */
export async function sealCheck(session, way, payload) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const { ticket } = session;
  const header = concatenate(Uint8Array.of(1, ticket.length >> 8, ticket.length), ticket, nonce);
  const additionalData = concatenate(utf8(`tripline-collect-v1 network check by ${way}\0`), header);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData, tagLength: 128 }, session.sealKey, utf8(JSON.stringify(payload)),
  );
  return concatenate(header, sealed);
}
