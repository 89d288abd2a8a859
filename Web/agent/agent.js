// @ts-check
import { connect } from "./client.js";
import { TriplineError, during } from "./errors.js";

export { TriplineError, TriplineError as TripwireError };
export { version } from "./version.js";

/**
 * @typedef {import("./client.js").Client} Client
 * @typedef {object} StartOptions
 * @property {string} publishableKey `pk_live_…` or `pk_test_…`
 * @property {string} [endpoint] the server; by default the one this module came from
 * @property {number} [timeoutMs] for the start and for each handoff; 10000 by default
 * @property {string[]} [disable] names of sources that are not to be read, `events` or `network`
 * @property {boolean} [webrtc] whether the operator's STUN server may be asked under which address the browser is seen; false by default
 */

/** @type {{key: string, client: Promise<Client>} | null} */
let current = null;

/** @param {unknown} condition @param {string} message */
function demand(condition, message) {
  if (!condition) throw new TriplineError("config.validation_failed", message, { fatal: true, operation: "start" });
}

/**
 * Begins to observe, and opens a session. The same key gives the same client until that is destroyed.
 * @param {StartOptions} options
 * @returns {Promise<Client>}
 */
export async function start(options) {
  const { publishableKey: key, endpoint = new URL(import.meta.url).origin, timeoutMs = 10000, disable = [], webrtc = false } = options ?? {};
  demand(typeof key === "string", "publishableKey is missing");
  demand(!key.startsWith("sk_"), "a secret key must never be in a page: use the publishable key");
  demand(/^pk_(live|test)_[\w-]{4,}$/.test(key), "publishableKey is not a publishable key");
  demand(/^https?:\/\/[^/?#]/.test(endpoint), "endpoint is not a web address");
  demand(timeoutMs > 0, "timeoutMs is not a positive number");
  if (current && current.key !== key) {
    throw new TriplineError("config.already_initialized", "the agent runs with another key; destroy that client first", { operation: "start" });
  }
  if (!current) {
    const opened = { key, client: /** @type {Promise<Client>} */ (/** @type {unknown} */ (null)) };
    opened.client = connect({ publishableKey: key, endpoint: endpoint.replace(/\/+$/, ""), timeoutMs, disable, webrtc }, () => {
      if (current === opened) current = null;
    });
    current = opened;
  }
  try {
    return await current.client;
  } catch (error) {
    throw during(error, "start", "runtime.start_failed");
  }
}
