// What the shop's panel and the inspector share: asking for a session document, and showing a decision, its highlights and names.
// Everything from a document goes into the page as text; nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children. Strings become text nodes; null and undefined children are left out.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] `false` and null are left out, `true` is an empty attribute
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const ACRONYMS = new Map(
  ["ALPN", "API", "ASN", "CDP", "CPU", "GPU", "HTTP", "ID", "IP", "JA4", "JSON", "MCC", "MIME", "MNC", "OS", "PDF", "SIM", "SNI", "TLS", "URL", "VPN"].map(
    (word) => [word.toLowerCase(), word],
  ),
).set("webgl", "WebGL").set("webgpu", "WebGPU").set("http2", "HTTP/2").set("indexed", "Indexed").set("db", "DB");

/**
 * A slug or a key as words: `webgl_hash` is "WebGL hash".
 *
 * @param {string} slug
 */
export function words(slug) {
  const text = String(slug)
    .split(/[_-]/)
    .map((word) => ACRONYMS.get(word) ?? word)
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/**
 * A moment in the reader's own time zone, with the exact one behind it.
 *
 * @param {string | null} moment RFC 3339
 */
export function time(moment) {
  const date = new Date(moment ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return element("span", {}, String(moment ?? "at no recorded time"));
  return element("time", { datetime: moment, title: moment }, clock.format(date));
}

/** The score bands of a decision; `from` and `to` are both inside. */
const BANDS = [
  { verdict: "human", label: "Human", from: 0, to: 39 },
  { verdict: "uncertain", label: "Uncertain", from: 40, to: 69 },
  { verdict: "automated", label: "Automated", from: 70, to: 100 },
];

const MARKS = {
  human: "M12 4.2a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 0 1 0-7.8ZM4.5 20.5c.4-4 3.4-6.3 7.5-6.3s7.1 2.3 7.5 6.3",
  uncertain: "M8.2 8.6c.2-2.4 1.8-3.8 4-3.8 2.3 0 3.9 1.4 3.9 3.4 0 2.9-4 3.1-4 6.2M12.1 18.9v.3",
  automated: "M5 9.5h14v10H5ZM12 9.5V5M9.2 13.6v1.2M14.8 13.6v1.2M12 4.4v.2M2.6 13v3M21.4 13v3",
};

/** @param {string} verdict */
export function verdictLabel(verdict) {
  return BANDS.find((band) => band.verdict === verdict)?.label ?? words(verdict);
}

/** @param {string} verdict */
function mark(verdict) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", MARKS[verdict] ?? MARKS.uncertain);
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "2");
  path.setAttribute("stroke-linecap", "round");
  path.setAttribute("stroke-linejoin", "round");
  svg.append(path);
  return svg;
}

/** @param {number} score */
function gauge(score, label) {
  const pin = element("span", { class: "gauge-pin" });
  // The bands are drawn 40 : 30 : 30 wide, so a score is its own percentage of the line.
  pin.style.setProperty("--score", String(Math.min(100, Math.max(0, score))));
  const bands = BANDS.map((band) => element("span", {}, element("b", {}, `${band.from}–${band.to}`), ` ${band.label.toLowerCase()}`));
  return element(
    "div",
    {
      class: "gauge",
      role: "meter",
      "aria-label": "Risk score",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": score,
      "aria-valuetext": `${score} of 100, ${label}`,
    },
    element("div", { class: "gauge-bands" }, ...bands),
    pin,
  );
}

const PHASES = { snapshot: "snapshot: what the browser is", behavioral: "behavioral: how it was used" };

/**
 * The verdict in a word, its score on the line, its phase and its time.
 *
 * @param {object} decision `decision` of a session document
 * @param {{ heading?: string }} [options] the tag of the verdict
 */
export function decisionView(decision, { heading = "p" } = {}) {
  const label = verdictLabel(decision.automation_status);
  const fact = (name, value) => element("span", {}, `${name} `, element("b", {}, value));
  return element(
    "div",
    { class: "decision", "data-verdict": decision.automation_status },
    element(
      "div",
      { class: "verdict" },
      element("span", { class: "verdict-mark" }, mark(decision.automation_status)),
      element(heading, { class: "verdict-word" }, label),
      element("p", { class: "verdict-score" }, element("b", {}, String(decision.risk_score)), element("span", {}, "risk, of 100")),
    ),
    gauge(decision.risk_score, label),
    element(
      "p",
      { class: "facts" },
      fact("Status", decision.decision_status),
      fact("Phase", decision.evaluation_phase === null ? "none yet" : (PHASES[decision.evaluation_phase] ?? decision.evaluation_phase)),
      fact("Evaluated", time(decision.evaluated_at)),
    ),
  );
}

const EFFECTS = {
  increases_risk: { sign: "▲", text: "raises the risk" },
  reduces_risk: { sign: "▼", text: "lowers the risk" },
  context: { sign: "●", text: "context" },
};

/**
 * Highlights, in the order of the document.
 *
 * @param {object[]} highlights
 * @param {(evidence: { signal: string, name: string }) => Node | string} [evidence] how one piece of evidence is shown; without it none is
 */
export function highlightsView(highlights, evidence) {
  const rows = highlights.map((highlight) => {
    const effect = EFFECTS[highlight.effect] ?? { sign: "●", text: words(highlight.effect) };
    const details = element("p", { class: "soft small" }, `${words(effect.text)}, ${highlight.importance} importance`);
    if (evidence && highlight.evidence.length > 0) {
      details.append(" · from ");
      highlight.evidence.forEach((piece, index) => details.append(index > 0 ? ", " : "", evidence(piece)));
    }
    return element(
      "li",
      { class: "highlight", "data-effect": highlight.effect },
      element("span", { class: "highlight-sign", "aria-hidden": "true" }, effect.sign),
      element("p", {}, highlight.summary),
      details,
    );
  });
  return element("ul", { class: "highlights" }, ...rows);
}

const STRENGTHS = ["definitive", "strong", "moderate", "weak"];

/**
 * The fired signals, the strongest first, each with its name and explanation from the answer's `demo` part.
 *
 * @param {{ data: object, demo?: { signals?: object[] } }} answer
 */
export function firedSignals({ data, demo }) {
  const described = new Map((demo?.signals ?? []).map((entry) => [entry.signal, entry]));
  const rank = (signal) => (STRENGTHS.includes(signal.strength) ? STRENGTHS.indexOf(signal.strength) : STRENGTHS.length);
  return data.signals_fired
    .map((signal) => ({ name: words(signal.signal), explanation: null, detail: null, ...described.get(signal.signal), ...signal }))
    .sort((a, b) => rank(a) - rank(b) || b.signal_score - a.signal_score);
}

/** Why a document could not be read: the server's error code, or `network`. */
export class ReadingError extends Error {
  /** @param {string} code @param {string} message @param {boolean} retryable */
  constructor(code, message, retryable) {
    super(message);
    this.code = code;
    this.retryable = retryable;
  }
}

/**
 * @param {string | URL} address
 * @returns {Promise<{ data: object, demo?: object, meta?: object }>}
 */
export async function readSession(address) {
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  } catch {
    throw new ReadingError("network", "The server did not answer.", true);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || !answer?.data) {
    const error = answer?.error;
    throw new ReadingError(
      error?.code ?? `http.${response.status}`,
      error?.message ?? "The server’s answer was not a session document.",
      error?.retryable ?? response.status >= 500,
    );
  }
  return answer;
}

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;
const PATIENCE = 5 * 60_000;

/**
 * Reads a session now, and again at growing intervals while its decision is preliminary and the page is looked at.
 *
 * @param {string | URL} address
 * @param {{ onAnswer(answer: object): void, onFailure(error: ReadingError): void }} handlers `onAnswer` is called when something changed
 * @returns {{ refresh(): Promise<void>, stop(): void }}
 */
export function watchSession(address, { onAnswer, onFailure }) {
  let timer;
  let pause = FIRST_PAUSE;
  let shown = "";
  let stopped = false;
  let reading = null;
  const giveUpAt = Date.now() + PATIENCE;

  async function once() {
    let again;
    try {
      const answer = await readSession(address);
      if (stopped) return;
      const text = JSON.stringify([answer.data, answer.demo]);
      if (text !== shown) {
        shown = text;
        onAnswer(answer);
      }
      again = answer.data.decision.decision_status === "preliminary";
    } catch (error) {
      if (!(error instanceof ReadingError)) throw error;
      if (stopped) return;
      // What is shown may be out of date from here on, so the next good answer is drawn even when it is the same.
      shown = "";
      onFailure(error);
      again = error.retryable;
    }
    if (again && Date.now() < giveUpAt) {
      timer = setTimeout(look, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 1.5);
    }
  }

  function read() {
    clearTimeout(timer);
    reading ??= once().finally(() => (reading = null));
    return reading;
  }

  function look() {
    if (!document.hidden) return read();
    document.addEventListener("visibilitychange", look, { once: true });
  }

  read();
  return {
    refresh() {
      pause = FIRST_PAUSE;
      return read();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    },
  };
}
