// @ts-check
import { within } from "../tasks.js";
import { attempt, follow, hashOf, present } from "../values.js";

/**
 * Version 2 of the names that are looked for: what tells versions of engines apart, as `Sources/Detection/EngineTruth` has it, and at
 * the end what only one engine has. Another list gets another number, because what was not asked for is not missing.
 */
const list = 2;
const features =
  "WeakRef String.prototype.replaceAll AggregateError Intl.Segmenter Atomics.waitAsync Array.prototype.at Object.hasOwn " +
  "Array.prototype.findLast structuredClone Intl.supportedValuesOf Intl.NumberFormat.prototype.formatRange Array.prototype.toSorted " +
  "ArrayBuffer.prototype.resize String.prototype.isWellFormed ArrayBuffer.prototype.transfer Object.groupBy Promise.withResolvers " +
  "URL.canParse Array.fromAsync Set.prototype.union Iterator.prototype.map URL.parse Promise.try Intl.DurationFormat Atomics.pause " +
  "AsyncDisposableStack Error.isError Math.f16round RegExp.escape WebAssembly.Suspending Error.captureStackTrace Uint8Array.fromBase64 " +
  "Temporal.Now Map.prototype.getOrInsert Iterator.concat Math.sumPrecise Iterator.zip CSSStyleSheet.prototype.replaceSync " +
  "CSS.registerProperty CSSPropertyRule CSSLayerBlockRule CSSContainerRule CSS.highlights ContentVisibilityAutoStateChangeEvent " +
  "ViewTransition ScrollTimeline CSSStartingStyleRule CSSScopeRule CSSPositionTryRule onscrollsnapchange CSSNestedDeclarations " +
  "CSSFunctionRule HighlightRegistry.prototype.highlightsFromPoint Document.prototype.activeViewTransition UserActivation " +
  "PerformanceEventTiming ElementInternals LargestContentfulPaint CompressionStream " +
  "HTMLVideoElement.prototype.requestVideoFrameCallback TrustedHTML Element.prototype.replaceChildren CookieStore " +
  "ReadableStreamBYOBReader CustomStateSet Crypto.prototype.randomUUID AbortSignal.abort scheduler.postTask URLPattern " +
  "HTMLScriptElement.supports HTMLDialogElement CanvasRenderingContext2D.prototype.roundRect HTMLInputElement.prototype.showPicker " +
  "HTMLElement.prototype.inert navigation AbortSignal.timeout Element.prototype.checkVisibility Response.json " +
  "HTMLTemplateElement.prototype.shadowRootMode onscrollend HTMLElement.prototype.showPopover ToggleEvent AbortSignal.any " +
  "ReadableStream.from EditContext PageRevealEvent Element.prototype.getHTML CloseWatcher scheduler.yield Element.prototype.moveBefore " +
  "HTMLDialogElement.prototype.requestClose CommandEvent Observable Selection.prototype.getComposedRanges InterestEvent Origin " +
  "CustomElementRegistry.prototype.initialize Element.prototype.ariaNotify HTMLElement.prototype.autocorrect Event.prototype.path " +
  "openDatabase MutationEvent webkitRequestFileSystem BackgroundFetchManager HTMLInputElement.prototype.incremental " +
  "mozInnerScreenX netscape InternalError CSSMozDocumentRule WebKitPoint WebKitNamespace webkitConvertPointFromNodeToPage " +
  "onwebkitmouseforcedown GestureEvent ApplePaySession";

/**
 * Whether a world has what a path names. The last part is not read: it may be a getter that wants its own object.
 * @param {any} world
 * @param {string} path
 */
function has(world, path) {
  const end = path.lastIndexOf(".");
  const holder = end < 0 ? world : follow(world, path.slice(0, end));
  return holder != null && path.slice(end + 1) in Object(holder);
}

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
export async function engine({ world: clean }) {
  const broken = await brokenImage();
  const world = /** @type {any} */ (window);
  return {
    stack_style: stackStyle(),
    eval_length: attempt(() => Function.prototype.toString.call(world["eval"]).length),
    math_hash: hashOf(arithmetic()),
    error_message_hash: hashOf(messages()),
    // Pages bring functions along that old engines lack; a clean frame has the engine's own.
    features: present(features, (path) => has(clean ?? window, path)),
    features_list: list,
    features_realm: clean ? "frame" : "page",
    chrome_object: attempt(() => describeChrome(world.chrome)),
    timer_resolution_us: timerResolution(),
    heap_limit_bytes: attempt(() => /** @type {any} */ (performance).memory.jsHeapSizeLimit),
    broken_image_size: broken,
    to_source_present: "toSource" in Object.prototype,
    install_trigger_present: "InstallTrigger" in window,
    webkit_present: "webkit" in window,
  };
}
