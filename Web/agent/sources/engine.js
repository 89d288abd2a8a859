// @ts-check
import { within } from "../tasks.js";
import { attempt, follow, hashOf, present } from "../values.js";

/**
 * Interfaces that tell engines and their versions apart: what a claimed version has to have, and what only one engine has.
 * In their order: Blink by age, common newer ones, Gecko's own, WebKit's own.
 */
const features =
  "chrome userAgentData.getHighEntropyValues scheduler.postTask scheduler.yield navigation launchQueue documentPictureInPicture " +
  "EyeDropper CloseWatcher EditContext ViewTransition CSS.registerProperty CSSPropertyRule CSSScopeRule CSSStartingStyleRule " +
  "BackgroundFetchManager DocumentTimeline fence FileSystemObserver LanguageDetector Summarizer Translator Temporal.Now " +
  "structuredClone Array.fromAsync Array.prototype.at Array.prototype.findLast Array.prototype.toSorted Object.groupBy " +
  "Promise.withResolvers Promise.try Set.prototype.union Iterator.prototype.map Math.f16round Math.sumPrecise RegExp.escape " +
  "Error.isError Error.captureStackTrace Uint8Array.fromBase64 Intl.DurationFormat Intl.Segmenter Atomics.pause Atomics.waitAsync " +
  "URLPattern CSS.highlights TrustedHTML CookieStore AsyncDisposableStack WebAssembly.JSTag WebAssembly.Suspending " +
  "Document.parseHTMLUnsafe Element.prototype.moveBefore Element.prototype.setHTML HTMLElement.prototype.showPopover " +
  "mozInnerScreenX netscape InternalError CSSMozDocumentRule CSS2Properties u2f " +
  "safari ApplePaySession GestureEvent WebKitCSSMatrix WebKitMediaKeys onwebkitmouseforcedown webkitConvertPointFromNodeToPage";

const arithmetic = () =>
  [
    Math.tan(-1e300), Math.acosh(1e300), Math.asinh(1), Math.atanh(0.5), Math.cbrt(100), Math.cosh(10), Math.expm1(1), Math.sinh(1),
    Math.tanh(1), Math.log1p(10), Math.pow(Math.PI, -100), Math.sin(1e22), Math.cos(1e21), Math.exp(1.1), Math.hypot(3, 0.1),
  ].map(String);

/** Messages of the engine for mistakes. */
const messages = () =>
  [
    () => /** @type {any} */ (null).a,
    () => /** @type {any} */ ({}).a(),
    () => new Array(-1),
    () => BigInt(1.5),
    () => decodeURI("%"),
    () => JSON.parse("{"),
    () => (1).toFixed(101),
    () => new (/** @type {any} */ (Math.max))(),
  ].map((mistake) => {
    try {
      return mistake();
    } catch (error) {
      return String(error);
    }
  });

function stackStyle() {
  const stack = new Error("x").stack ?? "";
  if (/^Error: x\n\s+at /.test(stack)) return "v8";
  if (/@.*:\d+:\d+\n/.test(stack + "\n")) return "InternalError" in window ? "spidermonkey" : "javascriptcore";
  return "unknown";
}

/** The smallest step of the clock, in microseconds, looked for during two milliseconds. */
function timerResolution() {
  const end = performance.now() + 2;
  let smallest = Infinity;
  let before = performance.now();
  while (before < end) {
    const now = performance.now();
    if (now > before) smallest = Math.min(smallest, now - before);
    before = now;
  }
  return Number.isFinite(smallest) ? Math.round(smallest * 1000) : null;
}

/** The size a browser gives to a picture that can't be shown. @returns {Promise<[number, number] | null>} */
const brokenImage = () =>
  within(
    new Promise((resolve) => {
      const image = new Image();
      image.style.cssText = "position:absolute;left:-999px;top:0;visibility:hidden";
      image.onerror = () => {
        resolve([image.width, image.height]);
        image.remove();
      };
      (document.body ?? document.documentElement).append(image);
      image.src = "data:,";
    }),
    300,
    () => null,
  );

/** @param {any} chrome */
const describeChrome = (chrome) =>
  chrome && {
    keys: Object.keys(chrome).slice(0, 32),
    runtime: "runtime" in chrome,
    app: "app" in chrome,
    csi: "csi" in chrome,
    load_times: "loadTimes" in chrome,
  };

/** Marks of the script engine itself, which a user agent string can't change. */
export async function engine() {
  const broken = await brokenImage();
  const world = /** @type {any} */ (window);
  return {
    stack_style: stackStyle(),
    eval_length: attempt(() => Function.prototype.toString.call(world["eval"]).length),
    math_hash: hashOf(arithmetic()),
    error_message_hash: hashOf(messages()),
    features: present(features, (path) => follow(window, path) ?? follow(navigator, path)),
    chrome_object: attempt(() => describeChrome(world.chrome)),
    timer_resolution_us: timerResolution(),
    heap_limit_bytes: attempt(() => /** @type {any} */ (performance).memory.jsHeapSizeLimit),
    broken_image_size: broken,
    to_source_present: "toSource" in Object.prototype,
    install_trigger_present: "InstallTrigger" in window,
    webkit_present: "webkit" in window,
  };
}
