// @ts-check
import { nextTask, within } from "../tasks.js";
import { attempt } from "../values.js";

/**
 * Minutes east of UTC that `Intl` gives for a zone now, read from a name like `GMT+05:30`.
 * @param {string} zone
 */
function zoneOffset(zone) {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: /** @type {any} */ ("longOffset") });
  const name = parts.formatToParts().find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /^GMT(?:([+-])(\d+):?(\d+)?)?/.exec(name) ?? [];
  return name ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : null;
}

/** Language, zone and calendar, from sources that can contradict each other. Offsets are minutes east of UTC. */
export async function locale({ worker }) {
  // The first use of Intl in a process takes tens of milliseconds: better it is the worker's.
  await within(worker.warm, 250, () => {});
  await nextTask();
  const options = Intl.DateTimeFormat().resolvedOptions();
  await nextTask();
  const now = new Date();
  /** @param {Date} date */
  const offset = (date) => 0 - date.getTimezoneOffset();
  return {
    timezone: options.timeZone ?? null,
    offset_minutes: offset(now),
    offset_january: offset(new Date(now.getFullYear(), 0, 1)),
    offset_july: offset(new Date(now.getFullYear(), 6, 1)),
    intl_locale: options.locale,
    numbering_system: options.numberingSystem,
    calendar: options.calendar,
    date_zone_name: /\(([^)]+)\)/.exec(now.toString())?.[1] ?? null,
    zone_offset_minutes: attempt(() => zoneOffset(options.timeZone)),
  };
}
