// @ts-check
import { concatenate, fromBase64URL, toBase64URL, utf8 } from "../bytes.js";
import { TriplineError } from "../errors.js";
import { version } from "../version.js";
import { post } from "./http.js";

/**
 * @typedef {object} Session
 * @property {string} id
 * @property {Uint8Array} ticket
 * @property {CryptoKey} sealKey AES-GCM
 * @property {CryptoKey} streamKey the same key for AES-CTR; see `sealNow`
 * @property {Uint8Array} root of the chain of batches
 * @property {string} pingId
 * @property {{socket?: boolean, webrtc?: {urls: string[]} | null}} network the other ways to the server
 * @property {{batch_bytes: number, payload_bytes: number, batches: number, session_bytes: number}} limits
 */

/**
 * Agrees on a key with the server: docs/protocol.md, "Handshake".
 * @param {string} endpoint
 * @param {string} publishableKey
 * @param {number} timeout
 * @returns {Promise<Session>}
 */
export async function handshake(endpoint, publishableKey, timeout) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new TriplineError("runtime.bootstrap_failed", "Web Crypto is only there in secure contexts (https)");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const own = /** @type {CryptoKeyPair} */ (await subtle.generateKey(curve, false, ["deriveBits"]));
  const ownPublic = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const answer = await post(
    endpoint + "/v1/collect/sessions",
    JSON.stringify({
      protocol: 1,
      client_public_key: toBase64URL(ownPublic),
      agent: { name: "tripline-web", version },
    }),
    { Authorization: "Bearer " + publishableKey, "Content-Type": "application/json" },
    timeout,
  );
  try {
    const id = answer.session_id;
    const theirPublic = fromBase64URL(answer.server_public_key);
    const theirs = await subtle.importKey("raw", theirPublic, curve, false, []);
    const secret = await subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const bits = await subtle.deriveBits(
      {
        name: "HKDF",
        hash: "SHA-256",
        salt: await subtle.digest("SHA-256", concatenate(ownPublic, theirPublic)),
        info: utf8("tripline-collect-v1\0" + id),
      },
      await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]),
      256,
    );
    return {
      id,
      ticket: fromBase64URL(answer.ticket),
      sealKey: await subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt"]),
      streamKey: await subtle.importKey("raw", bits, "AES-CTR", false, ["encrypt"]),
      root: new Uint8Array(await subtle.digest("SHA-256", utf8("tripline-collect-v1 chain\0" + id))),
      pingId: answer.ping_id,
      network: answer.network ?? {},
      limits: answer.limits,
    };
  } catch (error) {
    throw new TriplineError("runtime.integrity_failed", "the server's part of the key agreement is not sound: " + error);
  }
}
