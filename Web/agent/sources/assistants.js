// @ts-check

/** Elements that assistants which act in a page put into it, by their ids. */
const ids = (
  "claude-agent-glow-border claude-agent-stop-container claude-agent-stop-button claude-phantom-cursor claude-agent-animation-styles " +
  "claude-static-indicator-container pplx-agent-overlay-stop-button codex-agent-overlay-root manus-action-mask-host " +
  "eko-highlight-container gs-overlay-cursor-style genspark-float-bar playwright-highlight-container browser-use-debug-highlights " +
  "browser-use-demo-panel boundingBoxContainer __v3_cursor_overlay__"
).split(" ");

/** Attributes that they mark the page's own elements with. */
const attributes = (
  "browser-user-highlight-id data-browser-use-highlight data-browser-use-interaction-highlight data-browser-use-coordinate-highlight " +
  "tf623_id data-skyvern-otp-box data-stagehand-mask manus-helper-ready data-jetski-tab-id"
).split(" ");

const selectors = new Map([
  .../** @type {[string, string][]} */ (ids.map((id) => [id, `#${id}`])),
  .../** @type {[string, string][]} */ (attributes.map((name) => [name, `[${name}]`])),
]);
const any = [...selectors.values()].join();

/** What was seen in this page so far: highlights come and go. @type {Set<string>} */
const seen = new Set();

/** The marks of assistants: ids and names of attributes. Nearly always there is none, and then one search has told. */
export function assistantMarks() {
  if (document.querySelector(any)) {
    for (const [name, selector] of selectors) if (document.querySelector(selector)) seen.add(name);
  }
  return [...seen];
}
