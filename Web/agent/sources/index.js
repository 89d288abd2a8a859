// @ts-check
import { audio } from "./audio.js";
import { automation } from "./automation.js";
import { canvas } from "./canvas.js";
import { capabilities } from "./capabilities.js";
import { clientHints } from "./client_hints.js";
import { continuity } from "./continuity.js";
import { engine } from "./engine.js";
import { fonts } from "./fonts.js";
import { locale } from "./locale.js";
import { media } from "./media.js";
import { natives } from "./natives.js";
import { navigatorSource } from "./navigator.js";
import { page } from "./page.js";
import { realms } from "./realms.js";
import { screenSource } from "./screen.js";
import { speech } from "./speech.js";
import { storage } from "./storage.js";
import { timing } from "./timing.js";
import { webgl } from "./webgl.js";
import { webgpu } from "./webgpu.js";

/**
 * What a source is given.
 * @typedef {object} Context
 * @property {number} start of the agent
 * @property {import("../frame.js").Frame | null} frame
 * @property {any} world the frame's window, or null
 * @property {(fn: Function) => boolean} isNative
 * @property {Set<string>} frames foreign stack frames seen by event listeners
 * @property {() => string | null} activation what happened when the page was first used
 * @property {(partial?: any) => any} unsupported ends the source: the browser does not have it
 * @property {(name: string, reason: string) => void} skip says why a part is missing
 * @property {{warm: Promise<void>, answer: Promise<import("./realms.js").Answer>}} worker
 *
 * @typedef {[name: string, read: (context: any) => any, limit?: number]} Source
 */

/** Read first and sent at once: they take no time to speak of. @type {Source[]} */
export const immediate = [
  ["page", page],
  ["navigator", navigatorSource],
  ["screen", screenSource],
  ["timing", timing],
  ["automation", automation],
];

/** Sent with them; these wait for a moment, side by side. @type {Source[]} */
export const quick = [
  ["client_hints", clientHints, 300],
  ["continuity", continuity, 300],
];

// What comes too late is missing from the fingerprint, and a browser that shows less one day is hard to know again: on a busy or slow
// machine these are given time. Nobody waits for them but the fingerprint.

/** These mostly wait, side by side with the rest. @type {Source[]} */
export const waiting = [
  ["locale", locale, 3000],
  ["storage", storage, 3000],
  ["capabilities", capabilities, 3000],
  ["engine", engine, 3000],
  ["media", media, 3000],
  ["speech", speech, 1000],
  ["webgpu", webgpu, 3000],
];

/** These compute, one after the other. WebGL comes last: it disturbs the canvas. @type {Source[]} */
export const heavy = [
  ["natives", natives, 1500],
  ["fonts", fonts, 4000],
  ["audio", audio, 3000],
  ["canvas", canvas, 3000],
  ["webgl", webgl, 4000],
  ["realms", realms, 3000],
];
