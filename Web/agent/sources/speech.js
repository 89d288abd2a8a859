// @ts-check
import { within } from "../tasks.js";
import { hashOf } from "../values.js";

/** Voices of the speech synthesis. Browsers load them late; some machines have none. */
export async function speech({ unsupported }) {
  const synthesis = window.speechSynthesis;
  if (!synthesis) return unsupported();
  let voices = synthesis.getVoices();
  if (!voices.length) {
    /** @type {() => void} */
    let heard = () => {};
    await within(
      /** @type {Promise<void>} */ (new Promise((resolve) => {
        heard = resolve;
        synthesis.addEventListener("voiceschanged", heard, { once: true });
      })),
      500,
      () => {},
    );
    synthesis.removeEventListener("voiceschanged", heard);
    voices = synthesis.getVoices();
  }
  return {
    available: true,
    voice_count: voices.length,
    local_voice_count: voices.filter((voice) => voice.localService).length,
    default_voice_lang: voices.find((voice) => voice.default)?.lang ?? null,
    voices_hash: hashOf(voices.map(({ name, lang, localService }) => [name, lang, localService])),
  };
}
