// @ts-check
import { nextTask } from "../tasks.js";
import { attempt, hash } from "../values.js";

const [width, height] = [220, 48];

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

/** @param {Context} context */
function drawGeometry(context) {
  context.globalCompositeOperation = "multiply";
  ["#f2f", "#2ff", "#ff2"].forEach((color, index) => {
    context.fillStyle = color;
    context.beginPath();
    context.arc(24 + 17 * index, 24, 21, 0, Math.PI * 2);
    context.fill("evenodd");
  });
  context.globalCompositeOperation = "source-over";
  const gradient = context.createLinearGradient(100, 0, width, height);
  gradient.addColorStop(0, "#1b6");
  gradient.addColorStop(1, "#e40");
  context.strokeStyle = gradient;
  context.lineWidth = 3.3;
  context.beginPath();
  context.moveTo(100, 40);
  context.bezierCurveTo(130, -30, 170, 80, 215, 5);
  context.stroke();
}

/** What is written: letters and signs of several scripts. */
export const texts = ["Sphinx of quartz ✓ judge, 𝛑 😃", "my vow; ﷽ Ĳ 42,0 €"];

/** Looks for fonts that have the signs, the first time. @param {Context} context */
function drawText(context) {
  context.fillStyle = "#069";
  context.font = "15px Arial, sans-serif";
  context.fillText(texts[0], 3, 19);
}

/** @param {Context} context */
function drawMoreText(context) {
  context.fillStyle = "rgba(90, 200, 0, 0.7)";
  context.font = "17px serif";
  context.fillText(texts[1], 6.5, 38.2);
}

/** @param {Context} context */
const read = (context) => new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {((context: Context) => void)[]} drawings
 */
function draw(canvas, ...drawings) {
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {Context | null} */ (canvas.getContext("2d", { willReadFrequently: true }));
  if (context) for (const drawing of drawings) drawing(context);
  return context;
}

/** Whether sizes of one text, or of one box, differ with each reading. No layout does. */
function measuresVary() {
  const context = /** @type {CanvasRenderingContext2D} */ (fresh().getContext("2d"));
  const widths = [0, 1, 2].map(() => context.measureText(texts[1]).width);
  const root = document.documentElement;
  const boxes = [0, 1, 2].map(() => root.getBoundingClientRect().width);
  boxes.push(root.getClientRects()[0]?.width ?? boxes[0]);
  return [widths, boxes].some((values) => values.some((value) => value !== values[0]));
}

const fresh = () => document.createElement("canvas");

/** What the canvas makes of shapes and text, and whether it gives back what was drawn. */
export async function canvas({ unsupported, isNative }) {
  const geometry = draw(fresh(), drawGeometry);
  if (!geometry) return unsupported();
  const pixels = read(geometry);
  const geometryHash = hash(pixels);
  await nextTask();
  const text = /** @type {Context} */ (draw(fresh(), drawText));
  await nextTask();
  drawMoreText(text);
  const textHash = hash(read(text));
  await nextTask();
  const whole = fresh();
  draw(whole, drawGeometry, drawText, drawMoreText);
  await nextTask();
  const wholeHash = hash(whole.toDataURL());
  await nextTask();

  // One colour everywhere has one right answer; a second drawing and a second reading have the first.
  const flat = /** @type {Context} */ (draw(fresh(), (context) => {
    context.fillStyle = "#a37c1e";
    context.fillRect(0, 0, width, height);
  }));
  const flatPixels = read(flat);
  const again = /** @type {Context} */ (draw(fresh(), drawGeometry));
  const noise = hash(read(again)) !== geometryHash || hash(read(geometry)) !== geometryHash ||
    flatPixels.some((pixel) => pixel !== flatPixels[0]);
  await nextTask();
  const offscreen = attempt(() => draw(new OffscreenCanvas(width, height), drawGeometry));
  const path = /** @type {CanvasRenderingContext2D} */ (fresh().getContext("2d"));
  path.rect(0, 0, 10, 10);
  path.rect(2, 2, 6, 6);
  return {
    supported: true,
    hash: wholeHash,
    geometry_hash: geometryHash,
    text_hash: textHash,
    winding: !path.isPointInPath(5, 5, "evenodd"),
    noise_detected: noise,
    offscreen_consistent: offscreen && hash(read(offscreen)) === geometryHash,
    measures_vary: attempt(measuresVary),
    uniform: pixels.every((pixel) => pixel === pixels[0]),
    to_string_native: isNative(HTMLCanvasElement.prototype.toDataURL) && isNative(CanvasRenderingContext2D.prototype.getImageData),
  };
}
