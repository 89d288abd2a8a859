// @ts-check
import { utf8 } from "../bytes.js";
import { TriplineError } from "../errors.js";
import { deflate, store } from "./deflate.js";
import { post, postLast } from "./http.js";
import { makeReserve, nextLink, seal, sealNow } from "./seal.js";

/**
 * @typedef {import("./seal.js").Batch} Batch
 * @typedef {object} Payload see docs/protocol.md
 * @property {number} [sequence]
 * @property {boolean} [final]
 * @property {Record<string, any>} [observations]
 * @property {Record<string, number[]>} [events]
 */

const type = "application/octet-stream";

/** What `sealNow` can take: with its header it stays under the 64 KiB a browser lets a leaving page send. */
const reserveLength = 40000;

/** Strings longer than this are cut. */
const stringLimit = 1024;

/** @param {Payload} payload */
const toJSON = (payload) =>
  JSON.stringify(payload, (_, value) => (typeof value === "string" ? value.slice(0, stringLimit) : value));

/**
 * One session's batches, in order: one under way at a time, each linked to the one before.
 * @param {import("./handshake.js").Session} session
 * @param {string} endpoint
 * @param {(urgent: boolean) => Payload | null} compose takes what is waiting to be sent; null when nothing is
 * @param {number} timeout of one request, in milliseconds
 * @param {boolean} isKnownAgain may the server keep a cookie of its own, where it shares the page's origin?
 */
export function openChannel(session, endpoint, compose, timeout, isKnownAgain) {
  const url = `${endpoint}/v1/collect/sessions/${session.id}/`;
  let sequence = 0;
  let link = session.root;
  let sentBytes = 0;
  let closed = false;
  /** @type {Promise<any>} the end of the queue */
  let turn = Promise.resolve();
  /** @type {Payload | null} composed, and still being sealed */
  let sealing = null;
  /** @type {import("./seal.js").Reserve | null} */
  let reserve = null;
  /** @type {{batch: Batch, taken: Promise<boolean>}[]} sent without an acknowledgement so far */
  const unacknowledged = [];

  const renewReserve = () => makeReserve(session, reserveLength).then((made) => (reserve = made), () => {});
  renewReserve();

  /**
   * @param {Payload} payload
   * @returns {Promise<Batch | null>} null when the page hid meanwhile and took the payload along
   */
  async function sealInTurn(payload) {
    const number = sequence;
    sealing = { v: 1, sequence: number, ...payload };
    const batch = await seal(session, number, link, await deflate(utf8(toJSON(sealing))));
    const following = await nextLink(link, batch);
    if (sequence !== number) return null;
    sealing = null;
    sequence++;
    link = following;
    return batch;
  }

  /**
   * @param {Batch} batch
   * @param {string} path
   * @returns {Promise<any>} undefined when the server has had this batch before
   */
  async function deliver(batch, path) {
    sentBytes += batch.bytes.length;
    const credentials = isKnownAgain && path === "fingerprint" ? "same-origin" : "omit";
    try {
      return await post(url + path, batch.bytes, { "Content-Type": type }, timeout, credentials);
    } catch (error) {
      if (/** @type {TriplineError} */ (error).code === "collect.batch_replayed") return undefined;
      throw error;
    }
  }

  /**
   * @param {string} path
   * @param {boolean} wanted is an answer wanted even when nothing waits to be sent?
   */
  async function exchange(path, wanted) {
    // An answer lost on its way comes back as a replay, without its data: then it is asked for again.
    for (let attempt = 0; attempt < 3 && !closed; attempt++) {
      while (unacknowledged.length) {
        const [{ batch, taken }] = unacknowledged;
        if (!(await taken)) await deliver(batch, "batches");
        unacknowledged.shift();
      }
      const payload = compose(false) ?? (wanted ? {} : null);
      if (!payload) return undefined;
      const previous = link;
      const batch = await sealInTurn(payload);
      if (!batch) continue;
      try {
        const answer = await deliver(batch, path);
        if (answer || !wanted) return answer;
      } catch (error) {
        const { code, retryable, fatal } = /** @type {TriplineError} */ (error);
        if (retryable) {
          unacknowledged.push({ batch, taken: Promise.resolve(false) });
        } else if (!fatal && code.startsWith("collect.") && sequence === batch.sequence + 1) {
          // Refused for what it says and so not part of the chain: its number is free again.
          sequence = batch.sequence;
          link = previous;
        }
        throw error;
      }
    }
    throw new TriplineError("transport.network_error", "no answer", { retryable: true });
  }

  return {
    /** Number of batches so far. */
    count: () => sequence,

    /** Is there room for what can be left out? The last part of a session's limits is kept for its results. */
    hasRoom: () =>
      sequence < session.limits.batches - 32 && sentBytes < session.limits.session_bytes - 4 * session.limits.batch_bytes,

    /**
     * Sends what waits; `wanted` sends even when nothing does.
     * @param {string} path
     * @param {boolean} wanted
     * @returns {Promise<any>}
     */
    send(path, wanted) {
      const result = turn.then(() => exchange(path, wanted));
      turn = result.catch(() => {});
      return result;
    },

    /**
     * Sends at once, without a task in between, what a page that goes away has left.
     * @param {boolean} final
     */
    sendNow(final) {
      if (!reserve || closed) return;
      const payload = sealing ?? compose(true);
      if (!payload) return;
      payload.final = final;
      const whole = { v: 1, ...payload, sequence };
      let bytes = store(utf8(toJSON(whole)));
      for (const stream of ["samples", "pointer", "scroll", "touches"]) {
        if (bytes.length <= reserveLength) break;
        if (whole.events) delete whole.events[stream];
        bytes = store(utf8(toJSON(whole)));
      }
      if (bytes.length > reserveLength) return;
      const batch = sealNow(session, sequence, link, bytes, reserve);
      reserve = null;
      sealing = null;
      sequence++;
      sentBytes += batch.bytes.length;
      unacknowledged.push({ batch, taken: postLast(url + "batches", batch.bytes, type) });
      // Until the link is known nothing can follow.
      turn = Promise.all([turn, nextLink(link, batch).then((following) => (link = following))]).catch(() => {});
      turn.then(renewReserve);
    },

    close() {
      closed = true;
    },
  };
}
