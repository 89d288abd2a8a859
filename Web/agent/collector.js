// @ts-check
import { openFrame } from "./frame.js";
import { automation } from "./sources/automation.js";
import { continuity } from "./sources/continuity.js";
import { heavy, immediate, quick, waiting } from "./sources/index.js";
import { askWorker } from "./sources/realms.js";
import { screenSource } from "./sources/screen.js";
import { longestSlice, nextTask, sleep, within } from "./tasks.js";

const pageToString = Function.prototype.toString;

/** Ends a source that has nothing to say, with the reason and what can be said nevertheless. */
class Skipped {
  /** @param {string} reason @param {any} [partial] */
  constructor(reason, partial) {
    this.reason = reason;
    this.partial = partial;
  }
}

/**
 * Reads the sources, each in tasks of its own, and keeps what they say until it is sent.
 * @param {number} start
 * @param {Set<string>} disabled names of sources not to be read
 * @param {Set<string>} frames
 * @param {() => string | null} activation
 */
export function makeCollector(start, disabled, frames, activation) {
  /** @type {Record<string, any>} */
  let observations = {};
  /** @type {Record<string, string>} */
  let skipped = {};
  /** @type {Record<string, number>} */
  let durations = {};
  let lastAutomation = "";
  let lastContinuity = "";
  const ratio = devicePixelRatio;
  let scaleChanged = false;
  const wallStart = Date.now();
  /** @type {Record<string, any> | null} */
  let timing = null;

  let toString = pageToString;
  let stopped = false;
  /** @type {import("./sources/index.js").Context} */
  const context = {
    start,
    frame: null,
    world: null,
    frames,
    activation,
    isNative: (fn) => /\{\s*\[native code\]\s*\}$/.test(Reflect.apply(toString, fn, [])),
    unsupported(partial) {
      throw new Skipped("unsupported", partial);
    },
    skip(name, reason) {
      skipped[name] = reason;
    },
    worker: { warm: Promise.resolve(), answer: Promise.resolve({ facts: null, reason: "disabled" }) },
  };

  /** A clean frame, for what compares the page with it. */
  async function openWorld() {
    if (disabled.has("realms")) return;
    await nextTask();
    context.frame = openFrame();
    context.world = context.frame?.world ?? null;
    toString = context.world?.Function.prototype.toString ?? pageToString;
  }

  /** @param {import("./sources/index.js").Source} source */
  async function read([name, look, limit = 1000]) {
    await nextTask();
    if (stopped) return;
    if (disabled.has(name)) {
      skipped[name] = "disabled";
      return;
    }
    const begun = performance.now();
    try {
      const seen = await within((async () => look(context))(), limit, () => {
        throw new Skipped("timeout");
      });
      observations[name] = seen;
      if (name === "timing") timing = seen;
      if (name === "continuity") lastContinuity = JSON.stringify(seen);
    } catch (reason) {
      skipped[name] = reason instanceof Skipped ? reason.reason : "error";
      if (reason instanceof Skipped && reason.partial) observations[name] = reason.partial;
    }
    durations[name] = Math.round((performance.now() - begun) * 10) / 10;
  }

  const quickly = (async () => {
    await openWorld();
    for (const source of immediate) await read(source);
    await Promise.all(quick.map(read));
  })();

  const completely = (async () => {
    await quickly;
    await nextTask();
    if (!disabled.has("realms")) context.worker = askWorker();
    const others = Promise.all(waiting.map(read));
    for (const source of heavy) await read(source);
    await others;
    await nextTask();
    context.frame?.element.remove();
    if (timing) {
      timing = { ...timing, collect_ms: Math.round(performance.now() - start), longest_task_ms: Math.round(longestSlice() * 10) / 10 };
      observations.timing = timing;
    }
  })();

  return {
    /** The quick sources, but no longer than a page may be kept waiting. */
    quickly: () => Promise.race([quickly, sleep(150)]),
    completely,

    /** @param {number[]} pings round trips in milliseconds */
    addPings(pings) {
      if (!timing) return;
      const drift = Date.now() - wallStart - (performance.now() - start);
      timing = { ...timing, ping_ms: pings, wall_drift_ms: Math.round(drift) };
      observations.timing = timing;
    },

    /** Looks again for what drivers leave with their first command. */
    lookAgain() {
      if (devicePixelRatio !== ratio && !scaleChanged && !disabled.has("screen")) {
        // The page was zoomed: pixels of the page are none of the screen any more, nor were they for a while.
        scaleChanged = true;
        observations.screen = { ...screenSource(), scale_changed: true };
      }
      if (disabled.has("automation")) return;
      try {
        const seen = automation(context);
        const text = JSON.stringify(seen);
        if (text !== lastAutomation) observations.automation = seen;
        lastAutomation = text;
      } catch {
        // What was seen before stands.
      }
    },

    /** Reads the storages again: another tab may have come to know who this browser is. */
    async lookIntoStorages() {
      const seen = await within(continuity(), 1000, () => null);
      if (seen && JSON.stringify(seen) !== lastContinuity) observations.continuity = seen;
    },

    /** What has not been taken yet, or null. */
    take() {
      if (!Object.keys(observations).length && !Object.keys(skipped).length) return null;
      const taken = { observations, skipped, durations_ms: durations };
      observations = {};
      skipped = {};
      durations = {};
      return taken;
    },

    stop() {
      stopped = true;
      context.frame?.element.remove();
    },
  };
}
