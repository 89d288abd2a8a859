// @ts-check
import { within } from "../tasks.js";
import { attempt, pick } from "../values.js";
import { texts } from "./canvas.js";
import { emoji } from "./fonts.js";
import { gpuOf, release } from "./webgl.js";

const names = "userAgent platform language languages hardwareConcurrency deviceMemory webdriver";

/** @param {any} world */
function fromFrame(world) {
  const gl = attempt(() => world.document.createElement("canvas").getContext("webgl"));
  const facts = {
    ...pick(world.navigator, names),
    timezone: attempt(() => world.Intl.DateTimeFormat().resolvedOptions().timeZone),
    ...gpuOf(gl),
  };
  release(gl);
  return facts;
}

/**
 * Runs in the worker, from its source text: nothing of this module is in reach there.
 * @param {string[]} texts to be measured once, for which the browser has to look for fonts
 */
function inWorker(texts) {
  /** @param {() => any} read */
  const attempt = (read) => {
    try {
      return read() ?? null;
    } catch {
      return null;
    }
  };
  const own = /** @type {any} */ (navigator);
  const facts = {
    user_agent: attempt(() => own.userAgent),
    platform: attempt(() => own.platform),
    language: attempt(() => own.language),
    languages: attempt(() => [...own.languages]),
    hardware_concurrency: attempt(() => own.hardwareConcurrency),
    device_memory: attempt(() => own.deviceMemory),
    webdriver: attempt(() => own.webdriver),
    timezone: attempt(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  };
  postMessage(null);
  attempt(() => texts.map((text) => new OffscreenCanvas(1, 1).getContext("2d")?.measureText(text)));
  const gl = attempt(() => new OffscreenCanvas(1, 1).getContext("webgl"));
  const info = attempt(() => gl.getExtension("WEBGL_debug_renderer_info"));
  postMessage({
    ...facts,
    gpu_vendor: attempt(() => info && gl.getParameter(37445)),
    gpu_renderer: attempt(() => info && gl.getParameter(37446)),
  });
}

/**
 * @typedef {object} Answer
 * @property {any} facts
 * @property {string | null} reason why there are none
 */

/**
 * Begins early: a worker takes its time without taking the page's. What it loads first (the tables of Intl, the graphics
 * driver, fonts for rare signs) the whole process has, so that the page's own first use of them is short.
 * @returns {{warm: Promise<void>, answer: Promise<Answer>}}
 */
export function askWorker() {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {() => void} */
  let warmed = () => {};
  const warm = /** @type {Promise<void>} */ (new Promise((resolve) => (warmed = resolve)));
  const answer = new Promise((resolve) => {
    const blocked = () => resolve({ facts: null, reason: "blocked" });
    try {
      const address = URL.createObjectURL(new Blob([`(${inWorker})(${JSON.stringify([...emoji, ...texts])})`], { type: "text/javascript" }));
      worker = new Worker(address);
      worker.onmessage = ({ data }) => {
        warmed();
        URL.revokeObjectURL(address);
        if (data) resolve({ facts: data, reason: null });
      };
      // A worker from our own text can't fail to load but by the page's policy.
      worker.onerror = (event) => {
        event.preventDefault();
        blocked();
      };
    } catch {
      blocked();
    }
  });
  const bounded = within(answer, 2500, () => ({ facts: null, reason: "timeout" }));
  bounded.then(() => {
    warmed();
    worker?.terminate();
  });
  return { warm, answer: bounded };
}

/** The browser as two other worlds of the same origin see it. */
export async function realms({ world, skip, worker }) {
  if (!world) skip("realms.iframe", "blocked");
  const iframe = world && fromFrame(world);
  const { facts, reason } = await worker.answer;
  if (reason) skip("realms.worker", reason);
  return { iframe, worker: facts };
}
