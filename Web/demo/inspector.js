// A session document, readable. The page's own address answers with the document when it is asked for JSON.

import { decisionView, element, firedSignals, highlightsView, time, verdictLabel, watchSession, words } from "./reading.js";

const ABSENT = "not looked at, or not offered";
const NOT_LOOKED_AT = "not looked at";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const absent = (text = ABSENT) => element("span", { class: "absent" }, text);
const note = (text) => element("p", { class: "soft" }, text);

// Values and tables

const UNITS = { sample_rate: "Hz", device_memory: "GiB", confidence: "%" };
const PLAIN = new Set(["string", "number", "boolean"]);

function value(key, content) {
  if (content === null) return absent();
  if (typeof content === "boolean") return content ? "yes" : "no";
  if (key.endsWith("_at")) return time(content);
  if (Array.isArray(content)) {
    if (content.length === 0) return absent("none listed");
    return content.every((entry) => PLAIN.has(typeof entry)) ? content.join(", ") : element("code", {}, JSON.stringify(content));
  }
  const text = typeof content === "number" && UNITS[key] ? `${content} ${UNITS[key]}` : String(content);
  return /hash|fingerprint|^id$|_id$/.test(key) ? element("code", {}, text) : text;
}

const isGroup = (content) => content !== null && typeof content === "object" && !Array.isArray(content);

/** Whether nothing at all is known of an object, at any depth: the schema has empty lists where others have null. */
const isBlank = (content) => content === null || (typeof content === "object" && Object.values(content).every(isBlank));

/** An object inside an object that holds one value is that value, under both names. */
const unwrapped = ([key, content]) => {
  const [only, ...more] = isGroup(content) ? Object.entries(content) : [];
  return only && more.length === 0 && !isGroup(only[1]) ? [`${key}_${only[0]}`, only[1]] : [key, content];
};

/** An object's rows: its values, then each object inside it as a heading with rows of its own. */
function rows(object) {
  const entries = Object.entries(object).map(unwrapped);
  return [
    ...entries.filter(([, content]) => !isGroup(content)).map(([key, content]) => row("row", key, value(key, content))),
    ...entries.filter(([, content]) => isGroup(content)).flatMap(([key, content]) => {
      if (Object.keys(content).length === 0) return [row("rowgroup", key, absent("none listed"))];
      if (isBlank(content)) return [row("rowgroup", key, absent())];
      return [element("tr", {}, element("th", { scope: "rowgroup", colspan: 2 }, words(key))), ...rows(content)];
    }),
  ];
}

const row = (scope, key, content) => element("tr", {}, element("th", { scope }, words(key)), element("td", {}, content));

function table(title, object) {
  const caption = title ? element("caption", {}, title) : null;
  const body = isBlank(object) ? [element("tr", {}, element("td", { colspan: 2 }, absent()))] : rows(object);
  return element("table", {}, caption, element("tbody", {}, ...body));
}

// Sections

function highlights({ highlights: list, signals_fired: fired }) {
  if (list.length === 0) return note("Nothing stood out.");
  const slugs = new Set(fired.map((signal) => signal.signal));
  return highlightsView(list, ({ signal, name }) => (slugs.has(signal) ? element("a", { href: `#signal-${signal}` }, name) : name));
}

const ROLES = { owner: "owns the finding", risk: "adds to a finding" };
const PIPS = { definitive: 4, strong: 3, moderate: 2, weak: 1 };

function signalView(signal) {
  const pips = PIPS[signal.strength] ?? 0;
  return element(
    "li",
    { class: "signal", id: `signal-${signal.signal}`, "data-strength": signal.strength },
    element("h3", {}, signal.name),
    element("p", { class: "signal-score" }, element("span", { class: "unseen" }, "Score "), String(signal.signal_score)),
    element("p", { class: "signal-wide small soft" }, element("code", {}, signal.signal)),
    signal.explanation ? element("p", { class: "signal-wide" }, signal.explanation) : null,
    detailView(signal.detail),
    element(
      "div",
      { class: "signal-wide chips" },
      element(
        "span",
        { class: "chip strength" },
        element("span", { class: "pips", "aria-hidden": "true" }, ...[1, 2, 3, 4].map((n) => element("i", { class: n <= pips && "on" }))),
        words(signal.strength),
      ),
      element("span", { class: "chip" }, words(signal.category)),
      element("span", { class: "chip" }, ROLES[signal.role] ?? words(signal.role)),
    ),
  );
}

/** The evidence behind a signal: a sentence, or the values themselves. */
function detailView(detail) {
  if (detail === null || detail === undefined || detail === "") return null;
  const shown = isGroup(detail) ? table(null, detail) : value("detail", detail);
  return element("div", { class: "signal-wide detail" }, element("span", { class: "unseen" }, "Evidence: "), shown);
}

function signals(answer) {
  const fired = firedSignals(answer);
  const list = fired.length > 0 ? element("ul", { class: "signals" }, ...fired.map(signalView)) : note("No signal fired.");
  const catalogue = webAddress(answer.demo?.signal_catalogue_url);
  const link = catalogue && element("p", { class: "small" }, element("a", { href: catalogue }, "Every signal there is, and what it means"));
  return [list, link];
}

/** An address fit for a link: http or https, or nothing. */
function webAddress(address) {
  if (!address || !URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

function level(name) {
  return element("span", { class: "level", "data-level": name }, words(name));
}

function levels(entries) {
  return element("ul", { class: "levels" }, ...entries.map(([key, shown]) => element("li", {}, words(key), shown)));
}

function integrity({ runtime_integrity: integrity, analysis_coverage: coverage }) {
  // "clean" is the schema's only word for a runtime that was never examined; the coverage tells the two apart.
  const untouched = (state) => state === "clean" && !coverage.runtime;
  return levels(Object.entries(integrity).map(([key, state]) => [key, untouched(state) ? absent(NOT_LOOKED_AT) : level(state)]));
}

function coverage({ analysis_coverage: coverage }) {
  return levels(Object.entries(coverage).map(([key, seen]) => [key, seen ? element("b", {}, "yes") : absent(NOT_LOOKED_AT)]));
}

function labelView(kind, { label, confidence }) {
  const bar = element("i");
  bar.style.setProperty("--confidence", String(confidence));
  return element(
    "li",
    {},
    element(
      "div",
      { class: "label-row" },
      element("span", {}, element("span", { class: "soft" }, `${words(kind)} `), element("b", {}, label)),
      element("span", { class: "soft small" }, `${confidence} % sure`),
    ),
    element("div", { class: "surety", "aria-hidden": "true" }, bar),
  );
}

function attribution({ attribution: found, web_bot_auth: signer }) {
  const labels = found?.labels ?? [];
  const behaviors = found?.behaviors ?? [];
  return [
    labels.length > 0
      ? element("ul", { class: "labels" }, ...labels.map((entry) => labelView(entry.kind, entry)))
      : note("Nothing that is known by name was recognised."),
    behaviors.length > 0 ? element("h3", {}, "Behaviour") : null,
    behaviors.length > 0 ? element("ul", { class: "labels" }, ...behaviors.map((entry) => labelView(entry.channel, entry))) : null,
    element("h3", {}, "Signed bot"),
    signer ? table(null, signer) : note("No signature is recorded (web_bot_auth is null)."),
  ];
}

function visitor({ visitor_fingerprint: visitor }) {
  if (!visitor) return note("No visitor id yet: the fingerprint was not frozen.");
  const { object: _, ...rest } = visitor;
  return table(null, rest);
}

function previous({ previous_decisions: decisions }) {
  if (decisions.length === 0) return note("This is the first decision of the session.");
  const rows = decisions.map((decision) =>
    element(
      "li",
      {},
      element("b", {}, `${verdictLabel(decision.automation_status)} · ${decision.risk_score}`),
      element("span", { class: "soft small" }, `${decision.evaluation_phase ?? "no phase"}, ${decision.decision_status}, `, time(decision.evaluated_at)),
    ),
  );
  return element("ol", { class: "previous" }, ...rows);
}

const LOOKUPS = {
  skipped: "The address was not looked up. Location, routing, anonymity and reputation were not looked at.",
  pending: "The address is being looked up.",
  error: "The look-up of the address failed. Location, routing, anonymity and reputation are not known.",
};

function network({ network, connection_fingerprint: connection }) {
  const { status, summary, ip_address, ip_version, evaluated_at, location, ...rest } = network;
  const tables = [table("Address", { ip_address, ip_version, look_up: status, ...(evaluated_at && { evaluated_at }) })];
  if (status === "ready") {
    // Only now do the document's false flags mean that something was looked for and not found.
    tables.push(location === null ? null : table("Location", location));
    tables.push(...Object.entries(rest).map(([key, content]) => table(words(key), content)));
  }
  tables.push(table("Connection", connection));
  return [
    note(summary ?? LOOKUPS[status] ?? ""),
    summary && LOOKUPS[status] ? note(LOOKUPS[status]) : null,
    element("div", { class: "network-tables" }, ...tables),
  ];
}

function observed({ request, browser, device, client_telemetry: telemetry, ...rest }) {
  const { operating_system, screen, locale, capabilities, ...machine } = device;
  const groups = [
    ["Request", request],
    ["Browser", browser],
    ["Device", { ...machine, operating_system }],
    ["Screen", screen],
    ["Locale", locale],
    ["Capabilities", capabilities],
    ...Object.entries(telemetry).flatMap(([key, content]) =>
      key === "graphics" ? Object.entries(content).map(([api, found]) => [words(api), found]) : [[words(key), content]],
    ),
    ...APP_SECTIONS.filter((key) => isGroup(rest[key])).map((key) => [words(key), rest[key]]),
  ];
  return groups.map(([title, content]) => element("div", { class: "card" }, table(title, content)));
}

/** Sections that only an app fills. */
const APP_SECTIONS = ["device_identity", "native_runtime_integrity", "native_app", "native_carrier", "native_motion_print"];

function empty(session) {
  const keys = Object.keys(session).filter((key) => session[key] === null);
  if (keys.length === 0) return null;
  const list = keys.flatMap((key, index) => [index > 0 ? ", " : "", element("code", {}, key)]);
  return element("p", { class: "soft small" }, "Null in this session, not looked at or not there: ", ...list, ".");
}

// The page

const failure = document.querySelector("#failure");
const announcement = document.querySelector("#announcement");
let announced = "";

function show(answer) {
  const session = answer.data;
  const { decision } = session;
  const verdict = verdictLabel(decision.automation_status);

  failure.hidden = true;
  document.title = `${verdict} · ${decision.risk_score} · Tripline`;
  document
    .querySelector("#identity")
    .replaceChildren(element("code", {}, session.id), " · began ", session.created_at ? time(session.created_at) : "at no recorded time");
  fill("decision", decisionView(decision, { heading: "h2" }));
  fill("highlights", highlights(session));
  fill("signals", signals(answer));
  fill("integrity", integrity(session));
  fill("attribution", attribution(session));
  fill("visitor", visitor(session));
  fill("coverage", coverage(session));
  fill("previous", previous(session));
  fill("network", network(session));
  fill("observed", observed(session));
  fill("empty", empty(session));
  document.querySelector("#json").textContent = JSON.stringify({ data: session, meta: answer.meta }, null, 2);
  document.querySelector("#pending").hidden = decision.decision_status !== "preliminary";
  document.querySelector("#document").hidden = false;

  const sentence = `${verdict}, risk ${decision.risk_score} of 100, ${decision.decision_status}.`;
  if (sentence !== announced) announcement.textContent = announced = sentence;
}

function fill(name, content) {
  const nodes = [content].flat().filter((node) => node !== null && node !== undefined);
  part(name).replaceChildren(...nodes);
}

function showFailure(error) {
  const what = error.code === "request.not_found" ? "There is no such session, or this link no longer opens it." : error.message;
  failure.replaceChildren(what, " ", element("code", {}, error.code));
  failure.hidden = false;
  if (document.querySelector("#document").hidden) document.querySelector("#identity").textContent = "The session could not be read.";
}

const watch = watchSession(location.pathname + location.search, { onAnswer: show, onFailure: showFailure });

document.querySelector("#refresh").addEventListener("click", async () => {
  await watch.refresh();
  // The page stays still when nothing changed, so say that it was asked.
  if (failure.hidden) announcement.textContent = "The session was read again.";
});

document.querySelector("#copy").addEventListener("click", async () => {
  const json = document.querySelector("#json");
  const copied = document.querySelector("#copied");
  try {
    await navigator.clipboard.writeText(json.textContent);
    copied.textContent = "Copied.";
  } catch {
    // Outside a secure context there is no clipboard to write to.
    getSelection().selectAllChildren(json);
    copied.textContent = "Selected: copy it with the keyboard.";
  }
});
