// @ts-check
import { attempt, attemptLater, hashOf } from "../values.js";

const codecs = {
  h264: 'video/mp4; codecs="avc1.42E01E"',
  hevc: 'video/mp4; codecs="hvc1.1.6.L93.B0"',
  av1: 'video/mp4; codecs="av01.0.05M.08"',
  vp9: 'video/webm; codecs="vp9"',
  vp8: 'video/webm; codecs="vp8"',
  theora: 'video/ogg; codecs="theora"',
  aac: 'audio/mp4; codecs="mp4a.40.2"',
  mp3: "audio/mpeg",
  opus: 'audio/webm; codecs="opus"',
  vorbis: 'audio/ogg; codecs="vorbis"',
  flac: 'audio/flac',
};

const kinds = ["audioinput", "audiooutput", "videoinput"];

/** Media devices by kind (never by label) and the codecs the browser says it plays. */
export async function media() {
  const player = document.createElement("video");
  const devices = await attemptLater(() => navigator.mediaDevices.enumerateDevices());
  const groups = [...new Set(devices?.map((device) => device.groupId))];
  return {
    available: devices !== null,
    device_count: devices?.length ?? null,
    counts_by_kind: devices &&
      Object.fromEntries(kinds.map((kind) => [kind, devices.filter((device) => device.kind === kind).length])),
    blank_label_count: devices?.filter((device) => !device.label).length ?? null,
    topology_hash: devices && hashOf(devices.map((device) => [device.kind, groups.indexOf(device.groupId)])),
    codecs: Object.fromEntries(
      Object.entries(codecs).map(([name, type]) => [name, attempt(() => player.canPlayType(type))]),
    ),
  };
}
