// @ts-check
import { databaseWorks } from "../stores.js";
import { attempt, attemptLater } from "../values.js";

/** @param {Storage} area */
function areaWorks(area) {
  const key = "_tripline_test";
  area.setItem(key, key);
  const works = area.getItem(key) === key;
  area.removeItem(key);
  return works;
}

/** Which stores work here. */
export async function storage() {
  const [estimate, persisted, database, cache] = await Promise.all([
    attemptLater(() => navigator.storage.estimate()),
    attemptLater(() => navigator.storage.persisted()),
    attemptLater(databaseWorks),
    attemptLater(async () => (await caches.has("_tripline"), true)),
  ]);
  return {
    cookies: attempt(() => (document.cookie, navigator.cookieEnabled)),
    local_storage: attempt(() => areaWorks(localStorage)) ?? false,
    session_storage: attempt(() => areaWorks(sessionStorage)) ?? false,
    indexed_db: database ?? false,
    service_worker: "serviceWorker" in navigator,
    window_name: typeof window.name === "string",
    cache_storage: cache ?? false,
    quota_bytes: estimate?.quota ?? null,
    persisted,
  };
}
