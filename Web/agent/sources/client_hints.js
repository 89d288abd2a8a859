// @ts-check
import { pick } from "../values.js";

/** User-Agent Client Hints as the page can ask for them (WICG UA-CH). */
export async function clientHints({ unsupported }) {
  const data = /** @type {any} */ (navigator).userAgentData;
  if (!data) return unsupported();
  const high = await data.getHighEntropyValues([
    "architecture", "bitness", "formFactors", "fullVersionList", "model", "platformVersion", "wow64",
  ]);
  const { full_version_list, ...values } = pick(
    high, "platformVersion architecture bitness model fullVersionList wow64 formFactors",
  );
  return { ...pick(data, "brands mobile platform"), ...values, full_versions: full_version_list };
}
