// @ts-check
// The agent's collection alone: how long all sources take, and the longest stretch for which they keep the main thread.
import { makeCollector } from "../Web/agent/collector.js";
import { longestSlice } from "../Web/agent/tasks.js";

const start = performance.now();
const collector = makeCollector(start, new Set(), new Set());
collector.quickly().then(() => {
  const quickly = performance.now() - start;
  collector.completely.then(() => {
    const seen = collector.take();
    Object.assign(window, {
      collected: { quickly, completely: performance.now() - start, slice: longestSlice(), sources: seen?.durations_ms },
    });
  });
});
