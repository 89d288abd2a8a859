// @ts-check
import { attempt, pick } from "../values.js";

/** Where the agent runs. */
export function page() {
  return {
    url: location.href.split("#")[0],
    referrer: document.referrer || null,
    is_top: attempt(() => window.top === window),
    has_focus: document.hasFocus(),
    visibility: document.visibilityState,
    history_length: history.length,
    prerendered: /** @type {any} */ (document).prerendering ?? null,
    origin_isolated: attempt(() => crossOriginIsolated),
    secure_context: isSecureContext,
    ...pick(document, "readyState"),
  };
}
