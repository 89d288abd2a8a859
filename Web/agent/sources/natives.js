// @ts-check
import { pause } from "../tasks.js";
import { attempt, follow } from "../values.js";

/** What is checked: paths from `window`, a prototype's members after it. */
const checked = {
  "": "navigator screen chrome history performance localStorage outerWidth outerHeight innerWidth devicePixelRatio screenX screenY external",
  "Navigator.prototype":
    "webdriver userAgent appVersion platform vendor product productSub language languages plugins mimeTypes hardwareConcurrency " +
    "deviceMemory maxTouchPoints permissions mediaDevices connection userAgentData pdfViewerEnabled doNotTrack getBattery",
  "NavigatorUAData.prototype": "brands platform mobile getHighEntropyValues",
  "Screen.prototype": "width height availWidth availHeight colorDepth",
  "Document.prototype": "createElement hidden visibilityState hasFocus referrer querySelector",
  "HTMLCanvasElement.prototype": "toDataURL toBlob getContext",
  "CanvasRenderingContext2D.prototype": "getImageData measureText fillText",
  "OffscreenCanvas.prototype": "getContext convertToBlob",
  "WebGLRenderingContext.prototype": "getParameter getExtension getSupportedExtensions readPixels getShaderPrecisionFormat",
  "WebGL2RenderingContext.prototype": "getParameter getExtension readPixels",
  "AudioBuffer.prototype": "getChannelData copyFromChannel",
  "Function.prototype": "toString call apply bind",
  "Object": "getOwnPropertyDescriptor defineProperty getOwnPropertyNames getPrototypeOf",
  "Reflect": "apply get ownKeys",
  "Date.prototype": "getTimezoneOffset toString toLocaleString",
  "Intl.DateTimeFormat.prototype": "resolvedOptions format",
  "Permissions.prototype": "query",
  "PermissionStatus.prototype": "state",
  "Notification": "permission",
  "MediaDevices.prototype": "enumerateDevices",
  "HTMLMediaElement.prototype": "canPlayType",
  "SpeechSynthesis.prototype": "getVoices",
  "PluginArray.prototype": "length item namedItem",
  "HTMLIFrameElement.prototype": "contentWindow contentDocument srcdoc",
  "HTMLElement.prototype": "offsetWidth offsetHeight",
  "Element.prototype": "attachShadow getBoundingClientRect",
  "MouseEvent.prototype": "screenX clientX",
  "Event.prototype": "isTrusted",
  "Performance.prototype": "now",
  "RTCPeerConnection.prototype": "createOffer",
  "console": "debug log table",
  "chrome": "csi loadTimes",
};

/** Objects whose members belong on their prototypes. */
const instances = "navigator screen navigator.permissions navigator.mediaDevices navigator.connection navigator.userAgentData navigator.plugins history performance";

/**
 * Properties and methods that are asked for twice: as the page has them, and by the functions of a clean frame, lent to the page's
 * own objects. The object knows one answer; who replaced the page's function gives another. Pictures are left out: browsers that
 * resist fingerprinting put noise on them by who asks.
 * @type {[prototype: string, make: () => any, keys: string, call?: any[]][]}
 */
const lent = [
  ["Navigator.prototype", () => navigator, "userAgent appVersion platform vendor language hardwareConcurrency deviceMemory maxTouchPoints webdriver"],
  ["Screen.prototype", () => screen, "width height availWidth availHeight colorDepth"],
  ["", () => window, "outerWidth outerHeight innerWidth devicePixelRatio screenX"],
  ["Document.prototype", () => document, "hidden visibilityState referrer"],
  ["Date.prototype", () => new Date(2020, 0), "getTimezoneOffset toString", []],
  ["HTMLMediaElement.prototype", () => document.createElement("video"), "canPlayType", ['video/mp4; codecs="avc1.42E01E"']],
];

/**
 * @typedef {{name: string, kind: string}} Tampered
 * @typedef {{fn: any, descriptor: PropertyDescriptor | undefined}} Place
 */

/**
 * @param {any} world
 * @param {string} path
 * @param {string} key
 * @returns {Place | null}
 */
function find(world, path, key) {
  const holder = path ? follow(world, path) : world;
  if (!holder) return null;
  const descriptor = world.Object.getOwnPropertyDescriptor(holder, key);
  return { fn: descriptor?.get ?? descriptor?.value, descriptor };
}

/** @param {PropertyDescriptor | undefined} descriptor */
const descriptorShape = (descriptor) =>
  descriptor &&
  [typeof descriptor.get, typeof descriptor.set, typeof descriptor.value, descriptor.writable, descriptor.enumerable, descriptor.configurable].join();

/**
 * How a function fails, or null: the name of the error, and how many frames there are. A wrapper adds its own.
 * @param {() => any} call
 */
function failure(call) {
  try {
    call()?.catch?.(() => {});
    return null;
  } catch (error) {
    const { name, stack = "" } = /** @type {Error} */ (error);
    return { name, stack, frames: stack.split("\n").length };
  }
}

/**
 * Compares the natives of the page with those of a clean frame, by everything that a stand-in has to imitate at once:
 * its source text, its descriptor, its prototype, its errors and their stacks.
 */
export async function natives({ frame, world, isNative }) {
  /** @type {Map<string, Tampered>} */
  const tampered = new Map();
  /** @param {string} name @param {string} kind */
  const report = (name, kind) => tampered.set(name + kind, { name, kind });
  const reflect = world?.Reflect ?? Reflect;
  const pageToString = Function.prototype.toString;
  const cleanToString = world?.Function.prototype.toString ?? pageToString;
  /** @param {any} toString @param {Function} fn */
  const printed = (toString, fn) => attempt(() => reflect.apply(toString, fn, [])) ?? "";
  /** @param {string} text */
  const looksNative = (text) => /^(async )?(function|class)?[^{]*\{\s*\[native code\]\s*\}$/.test(text);

  /**
   * A proxy lets its target's prototype become something that inherits from the proxy; a function sees the cycle and refuses.
   * @param {Function} fn
   */
  const isProxy = (fn) => {
    const prototype = reflect.getPrototypeOf(fn);
    const cyclic = reflect.setPrototypeOf(fn, Object.create(fn));
    if (cyclic) reflect.setPrototypeOf(fn, prototype);
    return cyclic;
  };

  const worldToString = world?.Function.prototype.toString;
  const printerTampered = !looksNative(printed(cleanToString, pageToString)) || isProxy(pageToString) ||
    (world && printed(pageToString, worldToString) !== printed(cleanToString, worldToString));
  if (printerTampered) report("Function.prototype.toString", "to_string_tampered");

  /** @param {string} name @param {Place} place @param {Place | null} clean */
  function* check(name, { fn, descriptor }, clean) {
    if (clean && descriptorShape(descriptor) !== descriptorShape(clean.descriptor)) report(name, "descriptor");
    if (typeof fn !== "function") return;
    const text = printed(pageToString, fn);
    const cleanText = printed(cleanToString, fn);
    if (!looksNative(text)) report(name, "source");
    if (!looksNative(cleanText)) report(name, "realm");
    if (isProxy(fn)) report(name, "proxy");
    yield;
    if (typeof clean?.fn !== "function") return;
    // Native, but another one than belongs here.
    if (looksNative(cleanText) && cleanText !== printed(cleanToString, clean.fn)) report(name, "source");
    if (reflect.ownKeys(fn).join() !== reflect.ownKeys(clean.fn).join() || reflect.getPrototypeOf(fn) !== Function.prototype) {
      report(name, "prototype");
    }
    // Calls on what is no receiver; of those that would do something if it went through, none.
    if (!/^console|^chrome|^Object|^Reflect/.test(name)) {
      const ours = failure(() => reflect.apply(fn, {}, []));
      const theirs = failure(() => reflect.apply(clean.fn, {}, []));
      if (theirs && ours?.name !== theirs.name) report(name, "receiver");
      else if (theirs && ours?.frames !== theirs.frames) report(name, "stack");
    }
    yield;
    // A printer that was replaced leaves its frames in these stacks whatever it prints.
    if (printerTampered) return;
    const ours = failure(() => Object.create(fn).toString());
    const theirs = failure(() => Object.create(clean.fn).toString());
    if (/Object\.(apply|get)|Proxy|newHandler|Reflect\./.test(ours?.stack ?? "")) report(name, "proxy");
    else if (ours?.frames !== theirs?.frames) report(name, "stack");
  }

  // Each realm has a limit of its own: with different ones a stack that is longer than the shorter limit, as it is in pages that wait
  // for the agent in functions that wait for each other, would look as if somebody stood in between.
  const constructors = /** @type {any[]} */ ([Error, world?.Error]).flatMap((constructor) => {
    const limit = constructor && Object.getOwnPropertyDescriptor(constructor, "stackTraceLimit");
    return limit?.writable ? [{ constructor, usual: limit.value }] : [];
  });

  /** Takes one step where wrappers can't hide: deep stacks would be cut off. @param {Generator} steps */
  function step(steps) {
    for (const { constructor } of constructors) constructor.stackTraceLimit = 60;
    try {
      return steps.next().done;
    } finally {
      for (const { constructor, usual } of constructors) constructor.stackTraceLimit = usual;
    }
  }

  let count = 0;
  for (const [path, keys] of Object.entries(checked)) {
    for (const key of keys.split(" ")) {
      const place = attempt(() => find(window, path, key));
      if (!place?.descriptor) continue;
      count++;
      const name = path ? `${path}.${key}` : key;
      const steps = check(name, place, world && attempt(() => find(world, path, key)));
      try {
        do await pause(); while (!step(steps));
      } catch {
        report(name, "stack");
      }
    }
  }
  for (const path of instances.split(" ")) {
    const instance = follow(window, path);
    const clean = world && follow(world, path);
    if (!instance || (world && !clean)) continue;
    const cleanKeys = clean ? reflect.ownKeys(clean) : [];
    for (const key of reflect.ownKeys(instance)) {
      if (!cleanKeys.includes(key) && key in reflect.getPrototypeOf(instance)) report(`${path}.${String(key)}`, "own");
    }
    if (clean && Object.prototype.toString.call(instance) !== Object.prototype.toString.call(clean)) report(path, "prototype");
  }
  if (world) {
    for (const [path, make, keys, call] of lent) {
      const object = attempt(make);
      for (const key of keys.split(" ")) {
        await pause();
        const clean = attempt(() => find(world, path, key)?.fn);
        if (typeof clean !== "function" || !object || !isNative(clean)) continue;
        const ours = attempt(() => (call ? object[key](...call) : object[key]));
        // A browser that does not lend its functions throws, and says nothing.
        const theirs = attempt(() => reflect.apply(clean, object, call ?? []));
        if (theirs !== null && ours !== theirs) report(path ? `${path}.${key}` : key, "value");
      }
    }
  }
  const agentGetter = Object.getOwnPropertyDescriptor(Navigator.prototype, "userAgent")?.get;
  if (agentGetter && isNative(agentGetter) && attempt(() => reflect.apply(agentGetter, navigator, [])) === null) report("navigator", "proxy");
  if (world) {
    const theirOwn = [worldToString, find(world, "Navigator.prototype", "userAgent")?.fn, world.Reflect.apply];
    if (theirOwn.some((fn) => !looksNative(printed(cleanToString, fn)) || !looksNative(printed(pageToString, fn))) ||
      Object.getOwnPropertyNames(frame.element).length || world.self !== world || world.frameElement !== frame.element) {
      report("HTMLIFrameElement.prototype.contentWindow", "iframe_tampered");
    }
  }
  return { checked_count: count, tampered: [...tampered.values()].slice(0, 64) };
}
