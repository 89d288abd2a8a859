// @ts-check
import { makeCollector } from "./collector.js";
import { TriplineError, during } from "./errors.js";
import { observeActivation } from "./events/activation.js";
import { observeCallers } from "./events/callers.js";
import { makeFieldTable } from "./events/fields.js";
import { streams } from "./events/index.js";
import { checkNetwork } from "./network.js";
import { makeRecorder } from "./recorder.js";
import { writeTokens } from "./stores.js";
import { sleep, within } from "./tasks.js";
import { openChannel } from "./transport/channel.js";
import { handshake } from "./transport/handshake.js";
import { roundTrip } from "./transport/http.js";
import { inTurn } from "./turns.js";

/** Events wait this long for others to go with. */
const flushInterval = 2000;

/** Rows of a stream that a page which goes away may send. */
const lastRows = 250;

/**
 * @typedef {object} Options
 * @property {string} publishableKey
 * @property {string} endpoint
 * @property {number} timeoutMs
 * @property {string[]} disable names of sources that are not to be read, `events` or `network`
 * @property {boolean} webrtc may STUN servers be asked?
 *
 * @typedef {object} Client
 * @property {string} sessionId
 * @property {() => Promise<{sessionId: string, sealedToken: string}>} getSession
 * @property {() => Promise<void>} waitForFingerprint
 * @property {(handler: (error: TriplineError) => void) => () => void} onError
 * @property {() => void} destroy
 */

/**
 * One session, from its handshake to `destroy`.
 * @param {Options} options
 * @param {() => void} ended is told when this client is of no more use
 * @returns {Promise<Client>}
 */
export async function connect({ publishableKey, endpoint, timeoutMs, disable, webrtc }, ended) {
  const start = performance.now();
  const disabled = new Set(disable);
  /** @type {Set<(error: TriplineError) => void>} */
  const handlers = new Set();
  /** @type {Set<string>} */
  const frames = new Set();
  /** @type {ReturnType<typeof openChannel> | null} */
  let channel = null;
  let over = false;
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @type {ReturnType<typeof observeActivation> | null} */
  let activation = null;
  const collector = makeCollector(start, disabled, frames, () => activation?.cause() ?? null);
  const recorder = makeRecorder(start, makeFieldTable(), () => flushLater());
  if (!disabled.has("events")) {
    observeCallers(recorder, frames);
    activation = observeActivation(recorder);
    for (const observe of streams) observe(recorder);
  }

  /** Takes what waits to be sent. @param {boolean} urgent */
  function compose(urgent) {
    const seen = collector.take();
    const happened = recorder.take(urgent ? lastRows : undefined);
    if (!seen && !happened) return null;
    return { sent_ms: Math.round(performance.now() - start), wall_ms: Date.now(), final: false, ...seen, ...happened };
  }

  /** @param {unknown} error @param {string} operation */
  function failed(error, operation) {
    const told = during(error, operation, "runtime.start_failed");
    if (told.fatal) stop();
    for (const handler of handlers) {
      try {
        handler(told);
      } catch {
        // The page's handler is the page's affair.
      }
    }
    return told;
  }

  async function flush() {
    if (over || !channel) return;
    collector.lookAgain();
    try {
      await channel.send("batches", false);
      failures = 0;
    } catch (error) {
      if (over) return;
      failures++;
      if (failed(error, "start").retryable) flushLater();
    }
  }

  // The more of a session's batches are used, the longer events wait; after errors, twice as long each time.
  function flushLater() {
    if (timer || over || !channel?.hasRoom()) return;
    const wait = Math.min(flushInterval * (1 + Math.floor(channel.count() / 64)) * 2 ** failures, 60000);
    timer = setTimeout(() => {
      timer = undefined;
      flush();
    }, wait);
  }

  // Tabs are hidden and shown again; a page that is hidden in the sense of "pagehide" seldom comes back.
  let leaving = false;
  /** @param {Event} event */
  const turnAway = (event) => {
    if (event.type !== "visibilitychange") leaving = event.type === "pagehide";
    if (leaving || document.visibilityState === "hidden") channel?.sendNow(leaving);
  };
  recorder.on(window, "pagehide pageshow", turnAway);
  recorder.on(document, "visibilitychange", turnAway);

  function stop() {
    if (over) return;
    over = true;
    clearTimeout(timer);
    activation?.stop();
    recorder.stop();
    collector.stop();
    channel?.close();
    ended();
  }

  /**
   * Asks again while that can help and time is left.
   * @param {string} path
   * @param {number} patience in milliseconds
   */
  async function ask(path, patience) {
    const deadline = performance.now() + patience;
    for (let wait = 300; ; wait = Math.min(wait * 2, 30000)) {
      if (over || !channel) throw new TriplineError("runtime.destroyed", "this client was destroyed", { fatal: true });
      try {
        return await channel.send(path, true);
      } catch (error) {
        if (!(error instanceof TriplineError && error.retryable) || performance.now() + wait > deadline) throw error;
        await sleep(wait);
      }
    }
  }

  try {
    const session = await within(handshake(endpoint, publishableKey, timeoutMs), timeoutMs, () => {
      throw new TriplineError("runtime.start_timeout", `no session after ${timeoutMs} ms`, { retryable: true });
    });
    const isKnownAgain = !disabled.has("continuity");
    channel = openChannel(session, endpoint, compose, timeoutMs, isKnownAgain);

    const begun = collector.quickly().then(flush);

    const pings = (async () => {
      await collector.completely;
      const times = [];
      for (let count = 0; count < 3 && !over; count++) times.push(await roundTrip(`${endpoint}/v1/collect/pings/${session.pingId}`));
      collector.addPings(times);
    })().catch(() => {});

    const fingerprint = (async () => {
      await begun;
      await collector.completely;
      await pings;
      if (!isKnownAgain) return ask("fingerprint", Infinity);
      // Two tabs of a new browser would be two visitors if both asked before either has kept the answer.
      await inTurn("_tripline", async () => {
        await collector.lookIntoStorages();
        const { continuity_token } = await ask("fingerprint", Infinity);
        if (continuity_token) await writeTokens(continuity_token);
      });
    })();
    fingerprint.catch((error) => !over && failed(error, "wait_for_fingerprint"));

    // The server takes checks once the first batch is there.
    if (!disabled.has("network")) {
      Promise.all([begun, pings])
        .then(() => !over && checkNetwork(session, endpoint, webrtc, () => performance.now() - start))
        .catch(() => {});
    }

    /** @type {Promise<{sessionId: string, sealedToken: string}> | null} */
    let handoff = null;

    async function handOff() {
      await collector.quickly();
      collector.lookAgain();
      const { sealed_token } = await within(ask("results", timeoutMs), timeoutMs, () => {
        throw new TriplineError("transport.network_error", `no result after ${timeoutMs} ms`, { retryable: true });
      });
      return { sessionId: session.id, sealedToken: sealed_token };
    }

    return Object.freeze({
      sessionId: session.id,

      getSession() {
        handoff ??= handOff()
          .catch((error) => {
            const told = during(error, "get_session", "runtime.start_failed");
            if (told.fatal) stop();
            throw told;
          })
          .finally(() => (handoff = null));
        return handoff;
      },

      async waitForFingerprint() {
        try {
          await fingerprint;
        } catch (error) {
          throw during(error, "wait_for_fingerprint", "runtime.start_failed");
        }
      },

      onError(handler) {
        handlers.add(handler);
        return () => {
          handlers.delete(handler);
        };
      },

      destroy: stop,
    });
  } catch (error) {
    stop();
    throw during(error, "start", "runtime.start_failed");
  }
}
