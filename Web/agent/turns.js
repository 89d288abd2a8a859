// @ts-check
// Tabs of one browser take turns at what must not happen in two of them at once.
import { within } from "./tasks.js";

// Taken when the module loads, before a later script can put its own in their place.
const locks = globalThis.navigator?.locks;
const request = locks?.request?.bind(locks);

/** How long a tab waits for its turn, and how long a turn keeps others waiting, in milliseconds. */
const patience = 5000;

/**
 * Does something while no other tab of this origin does the same, as far as the browser has locks (Web Locks API) and none of the
 * tabs is stuck: a tab whose turn does not come goes on without it, and one that takes long loses it.
 * @template T
 * @param {string} name what is done
 * @param {() => Promise<T>} work is done once
 * @returns {Promise<T>}
 */
export async function inTurn(name, work) {
  /** @type {Promise<T> | undefined} */
  let done;
  const once = () => (done ??= work());
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patience);
  try {
    const turn = request?.(name, { signal: waiting.signal }, () => within(once(), patience, () => {}));
    await within(turn, 2 * patience, () => {});
  } catch {
    // No turn was to be had, or the work itself failed: that is told below.
  }
  clearTimeout(timer);
  return once();
}
