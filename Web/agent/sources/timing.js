// @ts-check
import { attempt } from "../values.js";

/** When the page came about. What the agent itself took is added when it is known. */
export function timing({ start }) {
  const entry = /** @type {any} */ (performance.getEntriesByType("navigation")[0]);
  /** @param {number | undefined} value 0 stands for "not yet" */
  const moment = (value) => (value ? Math.round(value) : null);
  return {
    time_origin_ms: Math.round(performance.timeOrigin),
    navigation_type: entry?.type ?? null,
    dom_interactive_ms: moment(entry?.domInteractive),
    dom_complete_ms: moment(entry?.domComplete),
    load_ms: moment(entry?.loadEventEnd),
    agent_start_ms: Math.round(start),
    collect_ms: null,
    longest_task_ms: null,
    ping_ms: /** @type {number[]} */ ([]),
    wall_drift_ms: attempt(() => null),
  };
}
