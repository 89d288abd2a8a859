// @ts-check
import { sealCheck } from "./transport/check.js";
import { post } from "./transport/http.js";
import { reflexiveAddresses } from "./transport/reflexive.js";

/** How long each way may take, and the question to STUN servers before the first. */
const checkLimit = 3000;
const gatherLimit = 2000;

const Socket = globalThis.WebSocket;

/**
 * Shows the same client by other ways than that of its batches. What a page's policy or a proxy does not let pass is not seen; nothing
 * waits for it, and nothing fails by it.
 * @param {import("./transport/handshake.js").Session} session
 * @param {string} endpoint
 * @param {boolean} webrtc does the page allow to ask STUN servers?
 * @param {() => number} clock milliseconds since the agent's start
 * @returns {Promise<unknown>}
 */
export function checkNetwork(session, endpoint, webrtc, clock) {
  const url = endpoint + "/v1/collect/network-checks";
  const { socket, webrtc: servers } = session.network;
  const payload = () => ({ v: 1, sent_ms: Math.round(clock()) });

  async function byRequest() {
    const urls = webrtc && servers?.urls;
    const reflexive = urls ? await reflexiveAddresses(urls, gatherLimit).catch(() => []) : [];
    const frame = await sealCheck(session, "request", { ...payload(), ...(reflexive.length && { reflexive }) });
    await post(url, frame, { "Content-Type": "application/octet-stream" }, checkLimit);
  }

  async function bySocket() {
    const frame = await sealCheck(session, "socket", payload());
    await new Promise((resolve) => {
      const opened = new Socket(url.replace(/^http/, "ws"));
      // The server closes it; pings are answered by the browser.
      const timer = setTimeout(() => opened.close(), checkLimit);
      opened.onopen = () => opened.send(frame);
      opened.onerror = opened.onclose = () => resolve(clearTimeout(timer));
    });
  }

  return Promise.allSettled([byRequest(), socket && Socket && bySocket()]);
}
