// @ts-check
import { attempt, attemptLater, hash } from "../values.js";
import { nextTask } from "../tasks.js";

const length = 5000;

/** A triangle wave through a compressor: arithmetic of the audio engine, no sound. */
async function render() {
  const context = new OfflineAudioContext(1, length, 44100);
  const oscillator = new OscillatorNode(context, { type: "triangle", frequency: 1000 });
  const compressor = new DynamicsCompressorNode(context, { threshold: -50, knee: 40, ratio: 12, attack: 0, release: 0.25 });
  oscillator.connect(compressor).connect(context.destination);
  oscillator.start();
  return context.startRendering();
}

/** @param {Float32Array} samples */
const hashOfSamples = (samples) => hash(new Uint32Array(samples.buffer, samples.byteOffset, samples.length));

/** Renders twice, and reads one rendering in two ways: noise that is added on reading differs. */
export async function audio({ unsupported }) {
  if (typeof OfflineAudioContext === "undefined") return unsupported();
  const first = await render();
  await nextTask();
  const samples = first.getChannelData(0).slice();
  const copied = new Float32Array(length);
  first.copyFromChannel(copied, 0);
  const hashes = [samples, copied, (await render()).getChannelData(0).slice()].map(hashOfSamples);
  await nextTask();
  const output = attempt(() => new AudioContext());
  await nextTask();
  const facts = {
    hash: hashes[0],
    sample_rate: output?.sampleRate ?? null,
    channel_count: attempt(() => output?.destination.maxChannelCount),
    noise_detected: hashes.some((other) => other !== hashes[0]),
    silent: samples.every((sample) => sample === 0),
  };
  attemptLater(async () => output?.close());
  return facts;
}
