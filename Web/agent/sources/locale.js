// @ts-check
import { nextTask, within } from "../tasks.js";
import { attempt } from "../values.js";

/** Summers and winters in which many zones had another rule than now. */
const past = [[1984, 0], [1994, 6], [2007, 2], [2012, 6], [2016, 10]].map(([year, month]) => new Date(Date.UTC(year, month, 20, 12)));

/**
 * Minutes east of UTC that `Intl` gives for a zone at some time, read from a name like `GMT+05:30`.
 * @param {Intl.DateTimeFormat} format
 * @param {Date} date
 */
function zoneOffset(format, date) {
  const name = format.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value ?? "";
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
  const format = attempt(() =>
    new Intl.DateTimeFormat("en-US", { timeZone: options.timeZone, timeZoneName: /** @type {any} */ ("longOffset") })
  );
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
    zone_offset_minutes: format && attempt(() => zoneOffset(format, now)),
    past_offsets: past.map(offset),
    zone_past_offsets: format && attempt(() => past.map((date) => zoneOffset(format, date))),
  };
}
