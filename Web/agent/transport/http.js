// @ts-check
import { TriplineError } from "../errors.js";

// Taken when the module loads, before a later script can put its own in their place.
const send = globalThis.fetch?.bind(globalThis);
const beacon = navigator.sendBeacon?.bind(navigator);

/** Browsers refuse keepalive bodies past 64 KiB, all requests under way taken together. */
const keepaliveLimit = 30000;

/**
 * Posts and gives the `data` of the answer.
 * @param {string} url
 * @param {BodyInit} body
 * @param {Record<string, string>} headers
 * @param {number} timeout in milliseconds
 * @param {RequestCredentials} credentials whether cookies of the page's own origin go along and come back
 */
export async function post(url, body, headers, timeout, credentials = "omit") {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    const keepalive = body instanceof Uint8Array && body.length < keepaliveLimit;
    let response, answer;
    try {
      response = await send(url, { method: "POST", body, headers, keepalive, credentials, signal: abort.signal });
      answer = await response.json();
    } catch (error) {
      // No answer, or one that is not ours (a proxy's page): worth another attempt unless the server said no.
      const status = response?.status ?? 0;
      throw new TriplineError("transport.network_error", `${url}: ${status || error}`, {
        retryable: !status || status >= 500 || status === 429,
      });
    }
    if (!response.ok) {
      const { code = "transport.network_error", message = "" } = answer.error ?? {};
      throw new TriplineError(code, message, { retryable: response.status >= 500 || response.status === 429 });
    }
    return answer.data;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Posts from a page that may be gone before the answer is there.
 * @param {string} url
 * @param {Uint8Array} body
 * @param {string} type
 * @returns {Promise<boolean>} did the server take it? false when there is no telling
 */
export async function postLast(url, body, type) {
  try {
    const response = await send(url, {
      method: "POST", body, headers: { "Content-Type": type }, keepalive: true, credentials: "omit",
    });
    return response.ok;
  } catch {
    beacon?.(url, new Blob([body], { type }));
    return false;
  }
}

/**
 * How long a request takes that asks for nothing.
 * @param {string} url
 */
export async function roundTrip(url) {
  const start = performance.now();
  await send(url, { cache: "no-store", credentials: "omit" });
  return Math.round((performance.now() - start) * 10) / 10;
}
