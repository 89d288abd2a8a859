// @ts-check
import { nextTask, sleep } from "../tasks.js";
import { attempt, hash, hashOf } from "../values.js";

const side = 32;
const UNMASKED_VENDOR = 0x9245;
const UNMASKED_RENDERER = 0x9246;

const vertexSource = "attribute vec2 p;varying vec2 v;void main(){v=p;gl_Position=vec4(p,0,1);}";
const fragmentSource =
  "precision mediump float;varying vec2 v;void main(){gl_FragColor=vec4(sin(v.x*7.),fract(v.y*3.3),cos(v.x*v.y*5.),1);}";

/** @param {WebGLRenderingContext} gl */
function compile(gl) {
  const program = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [type, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertexSource], [gl.FRAGMENT_SHADER, fragmentSource]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.flush();
  return program;
}

/** @param {WebGLRenderingContext} gl @param {WebGLProgram} program */
function drawTriangle(gl, program) {
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-0.9, -0.7, 0.8, -0.9, 0.1, 0.95]), gl.STATIC_DRAW);
  const place = gl.getAttribLocation(program, "p");
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
  gl.clearColor(0.1, 0.2, 0.3, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.flush();
}

/** @param {WebGLRenderingContext} gl */
function readHash(gl) {
  const pixels = new Uint8Array(side * side * 4);
  gl.readPixels(0, 0, side, side, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return hash(pixels);
}

/**
 * Values of the constants of an object whose names match.
 * @param {WebGLRenderingContext} gl
 * @param {any} holder
 * @param {RegExp} names
 */
function* parameters(gl, holder, names) {
  for (const name in holder) {
    if (!names.test(name) || typeof holder[name] !== "number") continue;
    const value = gl.getParameter(holder[name]);
    yield [name, ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : typeof value === "object" ? null : value];
  }
}

/**
 * The GPU by name, as one context gives it.
 * @param {WebGLRenderingContext | null | undefined} gl
 * @returns {{gpu_vendor: string | null, gpu_renderer: string | null}}
 */
export function gpuOf(gl) {
  const unmasked = attempt(() => gl?.getExtension("WEBGL_debug_renderer_info"));
  return {
    gpu_vendor: attempt(() => unmasked && gl?.getParameter(UNMASKED_VENDOR)),
    gpu_renderer: attempt(() => unmasked && gl?.getParameter(UNMASKED_RENDERER)),
  };
}

/** Frees the context now: a browser has only so many. @param {WebGLRenderingContext | null | undefined} gl */
export const release = (gl) => attempt(() => gl?.getExtension("WEBGL_lose_context")?.loseContext());

const limitNames = /** @type {const} */ ({
  texture: "MAX_TEXTURE_SIZE", renderbuffer: "MAX_RENDERBUFFER_SIZE", viewport: "MAX_VIEWPORT_DIMS", point: "ALIASED_POINT_SIZE_RANGE",
  line: "ALIASED_LINE_WIDTH_RANGE", vertex_uniforms: "MAX_VERTEX_UNIFORM_VECTORS", varyings: "MAX_VARYING_VECTORS",
});

/** Limits that tell cards apart whatever they are called; of ranges the upper end. @param {WebGLRenderingContext} gl */
const limitsOf = (gl) =>
  Object.fromEntries(Object.entries(limitNames).map(([name, constant]) => {
    const value = gl.getParameter(gl[constant]);
    return [name, value?.length ? value[1] : value];
  }));

/** The graphics path: names, limits, extensions, precision and a picture. */
export async function webgl({ unsupported }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const gl = canvas.getContext("webgl", { preserveDrawingBuffer: true });
  if (!gl) return unsupported({ supported: false });
  await nextTask();
  const names = gpuOf(gl);
  const extensions = gl.getSupportedExtensions() ?? [];
  const limits = [...parameters(gl, gl, /^(ALIASED|MAX_|.*_BITS$|SAMPLES$|SAMPLE_BUFFERS)/)];
  await nextTask();
  const extended = [];
  for (const name of extensions) {
    if (/debug|lose/.test(name)) continue;
    const extension = gl.getExtension(name);
    extended.push(...parameters(gl, extension, /^MAX_(?!EXT$)/));
  }
  await nextTask();
  const precisions = [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER].flatMap((shader) =>
    [gl.LOW_FLOAT, gl.MEDIUM_FLOAT, gl.HIGH_FLOAT, gl.LOW_INT, gl.MEDIUM_INT, gl.HIGH_INT].map((type) => {
      const format = gl.getShaderPrecisionFormat(shader, type);
      return format && [format.rangeMin, format.rangeMax, format.precision];
    })
  );
  const strings = [gl.VENDOR, gl.RENDERER, gl.VERSION, gl.SHADING_LANGUAGE_VERSION].map((name) => gl.getParameter(name));
  const size = gl.getParameter(gl.MAX_TEXTURE_SIZE);
  await nextTask();
  // Shaders are compiled and triangles drawn elsewhere meanwhile; to ask at once would be to wait for it here.
  const program = compile(gl);
  await sleep(50);
  drawTriangle(gl, program);
  await sleep(50);
  const imageHash = readHash(gl);
  await nextTask();
  const facts = {
    supported: true,
    vendor: names.gpu_vendor,
    renderer: names.gpu_renderer,
    masked_vendor: strings[0],
    masked_renderer: strings[1],
    version: strings[2],
    shading_language_version: strings[3],
    webgl2: typeof WebGL2RenderingContext !== "undefined",
    parameters_hash: hashOf(limits),
    extensions_hash: hashOf(extensions),
    extension_parameters_hash: hashOf(extended),
    shader_precision_hash: hashOf(precisions),
    extensions_count: extensions.length,
    max_texture_size: size,
    limits: attempt(() => limitsOf(gl)),
    image_hash: imageHash,
    noise_detected: readHash(gl) !== imageHash,
  };
  release(gl);
  return facts;
}
