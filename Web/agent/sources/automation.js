// @ts-check
import { attempt } from "../values.js";
import { assistantMarks } from "./assistants.js";

/** Names that drivers and automation tools leave on `window` and `document`. */
const driverNames = new RegExp(
  "^\\$?(cdc_|chrome_asyncScriptInfo|wdc_)|^__\\$?(webdriver|selenium|driver|fxdriver|lastWatir|nightmare|phantom|playwright|pw|puppeteer|pptr|" +
    "pyppeteer|testcafe|taiko|webdriverio|wdio|browserless|crWeb|nodriver|stagehand|browserUse|codexPlaywright|manusOriginal|cursorDialog)|^_(phantom|Selenium|selenium|WEBDRIVER|pyppeteer)|" +
    "^(callPhantom|callSelenium|phantom|domAutomation|domAutomationController|Cypress|awesomium|emit|spawn|watinExpression|watir\\w*|webdriver|" +
    "geb|ret_nodes|calledSelenium|calledPhantom|RunPerfTest|CefSharp|fmget_targets|slimer|nightmare|" +
    "globalOneTimeIncrementElements|globalDomDepthMap|globalObserverForDOMIncrement|GlobalSkyvernFrameIndex|" +
    "se_exportedFunctionSymbol|hlpPyppeteer|puppeteer\\w*|playwright\\w*|selenium\\w*|driver_evaluate|webdriver_evaluate)$|" +
    "Buffer_is_node|_webdriver_|_selenium_|_evaluate_script|evaluationScript",
);

/** Attributes that drivers put on the root element. */
const rootAttributes = /webdriver|selenium|driver|cd_frame_id|phantom|playwright|puppeteer/i;

/** Own names and registered symbols. @param {object} object */
const ownNames = (object) =>
  Reflect.ownKeys(object).map((key) => (typeof key === "symbol" ? key.description ?? "" : key));

function webdriver() {
  const prototype = Navigator.prototype;
  const own = Object.getOwnPropertyDescriptor(navigator, "webdriver");
  const inherited = Object.getOwnPropertyDescriptor(prototype, "webdriver");
  const found = own ?? inherited;
  return {
    value: navigator.webdriver ?? null,
    own: !!own,
    in_prototype: !!inherited,
    getter: found?.get,
    enumerable: found?.enumerable ?? null,
    configurable: found?.configurable ?? null,
  };
}

/**
 * Functions of the browser's own making on `window` that a clean window has not: how a debugger binds one into a page.
 * @param {string[]} names own names of `window` that a clean window has not
 * @param {(value: Function) => boolean} isNative
 */
const bindings = (names, isNative) =>
  names.filter((name) => {
    // By its descriptor: reading a property of a page could run a getter of the page.
    const value = Object.getOwnPropertyDescriptor(window, name)?.value;
    return typeof value === "function" && (driverNames.test(name) || (value.name === name && isNative(value)));
  });

/**
 * What a console that a debugger listens to does to an error it is given: nobody reads one otherwise.
 */
function debuggerTraces() {
  const constructor = /** @type {any} */ (Error);
  const before = Object.getOwnPropertyDescriptor(constructor, "prepareStackTrace");
  let prepared = false;
  let reads = 0;
  try {
    constructor.prepareStackTrace = () => {
      prepared = true;
      return "";
    };
    console.debug(new Error());
  } finally {
    if (before) Object.defineProperty(constructor, "prepareStackTrace", before);
    else delete constructor.prepareStackTrace;
  }
  const error = new Error();
  Object.defineProperty(error, "name", { get: () => (reads++, "Error") });
  console.debug(error);
  return { prepare_stack_trace: prepared, name_reads: reads };
}

/** @type {ReturnType<typeof debuggerTraces> | null} */
let traces = null;

/** Own names of a clean window; kept for when the frame is gone. @type {Set<string> | null} */
let cleanNames = null;

/** What drivers leave in a page. Looked at again now and then: some of it appears with a driver's first command. */
export function automation({ world, isNative, frames, activation }) {
  const { getter, ...definition } = webdriver();
  const marks = ownNames(document);
  traces ??= attempt(debuggerTraces);
  if (world) cleanNames ??= new Set(ownNames(world));
  const names = ownNames(window);
  const extra = names.filter((name) => !cleanNames?.has(name));
  const globals = names.filter((name) => driverNames.test(name));
  // Nodriver's helper for drop-down lists leaves these two together.
  if ("_d" in window && "css" in window) globals.push("_d", "css");
  return {
    webdriver: { ...definition, getter_native: getter ? isNative(getter) : null },
    globals,
    document_marks: marks.filter((name) => driverNames.test(name)),
    element_marks: document.documentElement.getAttributeNames().filter((name) => rootAttributes.test(name)),
    external_string: attempt(() => (window.external ? String(window.external) : null)),
    bindings: cleanNames && attempt(() => bindings(extra, isNative)),
    cdp: traces,
    stack_frames: [...frames],
    document_own: marks.filter((name) => name !== "location" && name in Document.prototype),
    activation: activation(),
    assistants: attempt(assistantMarks),
    process_type: attempt(() => /** @type {any} */ (window).process.type),
  };
}
