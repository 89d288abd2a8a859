// The shop's side of a sign-up: the agent starts as the page loads, and the form asks it for a sealed token when it is sent.
// The agent is imported while the form already works: a shop must not stand still because a script did not arrive.

import { decisionView, element, firedSignals, highlightsView, watchSession } from "./reading.js";

const TOKEN_DEADLINE = 10_000;

const form = document.querySelector("#signup");
const submit = document.querySelector("#signup-submit");
const outcome = document.querySelector("#outcome");
const agentState = document.querySelector("#agent-state");
const before = document.querySelector("#before");
const seen = document.querySelector("#seen");

const agent = startAgent();
agent.then(
  ({ version }) => showAgentState("running", `Agent ${version} is observing this page.`),
  (error) => showAgentState("failed", `The agent did not start (${error?.code ?? "it could not be loaded"}).`),
);

async function startAgent() {
  const publishableKey = document.querySelector('meta[name="tripline-key"]').content;
  const { start, version } = await import("/t.js");
  const tripline = await start({ publishableKey });
  tripline.onError((error) => {
    if (error.fatal) showAgentState("failed", `The agent stopped (${error.code}).`);
  });
  return { tripline, version };
}

function showAgentState(state, text) {
  agentState.dataset.state = state;
  agentState.textContent = text;
}

// The form

const COMPLAINTS = {
  name: { valueMissing: "Tell us what to call you." },
  email: {
    valueMissing: "We need an email address for your account.",
    typeMismatch: "That does not look like an email address. It should be like you@example.com.",
  },
  password: {
    valueMissing: "Choose a password.",
    tooShort: "That password is too short. Use at least 8 characters.",
  },
};

/** @param {HTMLInputElement} field */
function complaint(field) {
  const complaints = COMPLAINTS[field.id];
  if (field.value.trim() === "") return complaints.valueMissing;
  // `tooShort` is only ever set by a person's typing, not for a value that a script or a password manager put there.
  if (field.minLength > 0 && field.value.length < field.minLength) return complaints.tooShort;
  for (const [reason, text] of Object.entries(complaints)) if (field.validity[reason]) return text;
  return "";
}

/** @param {HTMLInputElement} field */
function check(field) {
  const text = complaint(field);
  document.querySelector(`#${field.id}-error`).textContent = text;
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  return text === "";
}

const fields = Object.keys(COMPLAINTS).map((id) => document.querySelector(`#${id}`));

for (const field of fields) {
  field.addEventListener("input", () => field.hasAttribute("aria-invalid") && check(field));
  field.addEventListener("blur", () => field.value !== "" && check(field));
}

document.querySelector("#password-toggle").addEventListener("click", ({ currentTarget }) => {
  const password = document.querySelector("#password");
  const show = password.type === "password";
  password.type = show ? "text" : "password";
  currentTarget.setAttribute("aria-pressed", String(show));
  currentTarget.firstChild.textContent = show ? "Hide" : "Show";
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = fields.filter((field) => !check(field));
  if (wrong.length > 0) return wrong[0].focus();
  if (submit.getAttribute("aria-disabled") === "true") return;

  // Not `disabled`: that would take the focus away from someone on the keyboard.
  submit.setAttribute("aria-disabled", "true");
  submit.textContent = "Creating your account…";
  try {
    await signUp(document.querySelector("#email").value.trim());
  } finally {
    submit.removeAttribute("aria-disabled");
    submit.textContent = "Create account";
  }
});

/** @param {string} email */
async function signUp(email) {
  let token;
  try {
    token = await within(TOKEN_DEADLINE, sealedToken());
  } catch (error) {
    showOutcome("unavailable", "We can’t verify your sign-up right now. Please reload the page and try again.");
    showFailure("No token came of this: the agent was not able to hand off the session.", error?.code);
    return;
  }

  let answer;
  try {
    const response = await fetch("/demo/signup", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ email, sealed_token: token }),
    });
    answer = await response.json();
  } catch {
    showOutcome("unavailable", "We could not reach the shop. Please check your connection and try again.");
    showFailure("The shop’s server did not answer.");
    return;
  }

  if (answer.error) {
    const wait = answer.error.code === "rate.limited";
    showOutcome("unavailable", wait ? "There were many tries just now. Please wait a minute." : "That did not go through. Please try again.");
    showFailure(answer.error.message, answer.error.code);
    return;
  }
  showOutcome(answer.outcome, answer.message, answer.session_id);
  showSession(answer.inspect_url);
}

async function sealedToken() {
  const { tripline } = await agent;
  const { sealedToken } = await tripline.getSession();
  return sealedToken;
}

function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("Too late"), { code: "timeout" })), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const TITLES = {
  welcome: "Welcome in",
  verify: "One more step",
  refused: "We could not open this account",
  unavailable: "Not just now",
};

function showOutcome(kind, message, sessionId) {
  outcome.dataset.outcome = kind;
  if (sessionId) outcome.dataset.sessionId = sessionId;
  else delete outcome.dataset.sessionId;
  outcome.querySelector(".outcome-title").textContent = TITLES[kind] ?? TITLES.unavailable;
  outcome.querySelector(".outcome-text").textContent = message;
  outcome.hidden = false;
  outcome.scrollIntoView({ block: "nearest" });
}

// The panel for the person trying it out

let watch = null;

function showPanel(...content) {
  before.hidden = true;
  seen.hidden = false;
  seen.replaceChildren(...content);
}

function showFailure(text, code) {
  watch?.stop();
  showPanel(element("p", {}, text, code ? element("span", { class: "soft" }, " Code: ", element("code", {}, code)) : null));
}

function showSession(inspectURL) {
  watch?.stop();
  const address = new URL(inspectURL, location.href);
  const summary = element("div", { class: "summary" }, element("p", { class: "soft" }, "Reading the session document…"));
  showPanel(
    summary,
    element(
      "p",
      {},
      element(
        "a",
        { id: "inspect-link", class: "button", href: address.pathname + address.search, target: "_blank", rel: "noopener" },
        "Read the whole session",
        element("span", { class: "unseen" }, " (opens in a new tab)"),
      ),
    ),
  );
  watch = watchSession(address, {
    onAnswer: (answer) => summary.replaceChildren(...summaryOf(answer)),
    onFailure: (error) => summary.replaceChildren(element("p", {}, `${error.message} (${error.code})`)),
  });
}

const NAMED_SIGNALS = 6;

function summaryOf(answer) {
  const { decision, highlights } = answer.data;
  const fired = firedSignals(answer);
  const names = fired.slice(0, NAMED_SIGNALS).map((signal) => element("li", {}, signal.name));
  if (fired.length > NAMED_SIGNALS) names.push(element("li", {}, `and ${fired.length - NAMED_SIGNALS} more`));
  return [
    decisionView(decision),
    decision.decision_status === "preliminary"
      ? element("p", { class: "small soft" }, "A first look. It is decided again when the behaviour has been weighed; this panel follows.")
      : null,
    element("h3", {}, "Why"),
    highlights.length > 0 ? highlightsView(highlights) : element("p", { class: "soft" }, "Nothing stood out."),
    element("h3", {}, fired.length > 0 ? `Signals (${fired.length})` : "Signals"),
    fired.length > 0 ? element("ul", { class: "signal-names" }, ...names) : element("p", { class: "soft" }, "No signal fired."),
  ].filter((part) => part !== null);
}

document.querySelector("#script-address").textContent = location.origin + location.pathname;
