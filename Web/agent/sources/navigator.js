// @ts-check
import { attempt, pick } from "../values.js";

/** What `navigator` says of the browser. */
export function navigatorSource() {
  const own = /** @type {any} */ (navigator);
  return {
    ...pick(
      own,
      "userAgent appVersion platform vendor product productSub language languages hardwareConcurrency deviceMemory " +
        "maxTouchPoints pdfViewerEnabled cookieEnabled doNotTrack globalPrivacyControl oscpu webdriver",
    ),
    build_id: own.buildID ?? null,
    online: attempt(() => own.onLine),
    plugins: attempt(() => Array.from(own.plugins, (plugin) => plugin.name)),
    mime_types_count: attempt(() => own.mimeTypes.length),
    own_properties: Object.getOwnPropertyNames(own),
    connection: own.connection ? pick(own.connection, "effectiveType rtt downlink saveData") : null,
  };
}
