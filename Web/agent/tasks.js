// @ts-check
// The main thread belongs to the page: work is cut into slices, and between two of them the browser may paint and
// take input. A message port is used because timers are clamped and, in hidden pages, held back.

/** @type {(() => void)[]} */
const waiting = [];
const channel = new MessageChannel();
channel.port1.onmessage = ({ data: isEnd }) => {
  running = !isEnd;
  if (isEnd) return;
  sliceStart = performance.now();
  channel.port2.postMessage(true);
  waiting.shift()?.();
};

/** A slice longer than this gives way at the next pause. */
const sliceLimit = 4;

let sliceStart = performance.now();
/** False from the task after a slice on: what goes on then was resumed by something else and has no known beginning. */
let running = true;
let longest = 0;

/** Milliseconds of the longest slice so far. */
export const longestSlice = () => longest;

/** Continues in a task of its own. */
export function nextTask() {
  if (running) longest = Math.max(longest, performance.now() - sliceStart);
  return /** @type {Promise<void>} */ (new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(false);
  }));
}

/** Continues at once while the slice is short, in a new task when it is used up. */
export async function pause() {
  if (performance.now() - sliceStart > sliceLimit) await nextTask();
}

/** @param {number} ms */
export const sleep = (ms) => /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve, ms)));

/**
 * What `work` comes to, or `otherwise()` when it takes longer than `ms`.
 * @template T, U
 * @param {Promise<T> | T} work
 * @param {number} ms
 * @param {() => U} otherwise
 * @returns {Promise<T | U>}
 */
export function within(work, ms, otherwise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      try {
        resolve(otherwise());
      } catch (error) {
        reject(error);
      }
    }, ms);
    Promise.resolve(work).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
