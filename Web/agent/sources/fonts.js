// @ts-check
import { nextTask, pause, within } from "../tasks.js";
import { attempt, hashOf } from "../values.js";

const generics = ["monospace", "sans-serif", "serif"];

/** Signs that no text font has: the browser looks for a font that does, and which it finds is the system's. */
export const emoji = ["😀", "👩‍🚀", "🏴‍☠️", "🫨", "🇺🇳", "❤️", "☺"];

/** Fonts that come with systems and common programs, and hardly anywhere else. */
const candidates = (
  "Arial,Arial Black,Arial Narrow,Bahnschrift,Calibri,Cambria,Candara,Comic Sans MS,Consolas,Constantia,Corbel,Courier New,Ebrima," +
  "Franklin Gothic,Gabriola,Georgia,Impact,Ink Free,Javanese Text,Leelawadee UI,Lucida Console,Malgun Gothic,Marlett," +
  "Microsoft YaHei,MS Gothic,MV Boli,Nirmala UI,Palatino Linotype,Segoe Fluent Icons,Segoe Print,Segoe UI,Segoe UI Emoji,Segoe UI Variable," +
  "SimSun,Sitka Text,Sylfaen,Tahoma,Times New Roman,Trebuchet MS,Verdana,Wingdings,Yu Gothic," +
  "American Typewriter,Apple Color Emoji,Avenir Next,Baskerville,Chalkboard,Cochin,Futura,Geneva,Gill Sans,Helvetica,Helvetica Neue," +
  "Hiragino Sans,Hoefler Text,Lucida Grande,Menlo,Monaco,Optima,Palatino,PingFang SC,SF Pro,Skia,Zapfino," +
  "Cantarell,DejaVu Sans,DejaVu Sans Mono,Droid Sans,FreeSans,Liberation Mono,Liberation Sans,Nimbus Sans,Noto Color Emoji,Noto Sans," +
  "Noto Sans CJK SC,Noto Serif,Open Sans,Roboto,Ubuntu,Adobe Garamond Pro,MT Extra"
).split(",");

/** Which fonts are there, told by the width of text; and the sizes of text in the browser's own fonts. */
export async function fonts({ unsupported, worker }) {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return unsupported();
  /** @param {string} font @param {string} text */
  const measure = (font, text) => {
    context.font = font;
    return context.measureText(text);
  };
  const sample = "mmMwWLliI0O&1";
  /** @param {string} family */
  const width = (family) => measure("72px " + family, sample).width;
  const plain = [];
  for (const generic of generics) {
    plain.push(width(generic));
    await pause();
  }
  const detected = [];
  for (const name of candidates) {
    // Two that differ are enough: no font is as wide as both.
    for (const index of [0, 2]) {
      const differs = width(`"${name}",${generics[index]}`) !== plain[index];
      await pause();
      if (!differs) continue;
      detected.push(name);
      break;
    }
  }
  const metrics = [];
  for (const family of [...generics, "cursive", "fantasy", "system-ui", "ui-monospace", "math"]) {
    const box = measure("40px " + family, "Åg|√ﬁ¤");
    metrics.push([box.width, box.actualBoundingBoxAscent, box.actualBoundingBoxDescent, box.fontBoundingBoxAscent]);
    await pause();
  }
  const preferences = [];
  for (const font of ["caption", "icon", "menu", "message-box", "small-caption", "status-bar"]) {
    preferences.push(attempt(() => [measure(font, sample).width, context.font]));
    await pause();
  }
  const emojiWidths = [];
  await within(worker.answer, 300, () => {});
  for (const text of emoji) {
    await nextTask();
    emojiWidths.push(measure("32px serif", text).width);
  }
  return {
    detected_count: detected.length,
    tested_count: candidates.length,
    detected: detected.slice(0, 80),
    enumeration_hash: hashOf(detected),
    metrics_hash: hashOf(metrics),
    preferences_hash: hashOf(preferences),
    emoji_hash: hashOf(emojiWidths),
  };
}
