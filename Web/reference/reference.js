// The API reference, drawn from /openapi.json.

import { blocks, disclosure, element, inline, note, sample, slug } from "./elements.js";
import { Schemas } from "./schemas.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const JSON_TYPE = "application/json";

const main = document.querySelector("main");
const status = document.querySelector("[role=status]");
const contents = document.querySelector(".contents");

const badge = (method) => element("span", { class: "method", "data-method": method }, method.toUpperCase());
const part = (title, ...inside) => element("section", { class: "part" }, element("h4", {}, title), inside);

/** An operation or a webhook: words on one side, examples on the other. */
function entry({ id, summary, line, description, parts, samples }) {
  return element(
    "article",
    { id, class: "entry" },
    element(
      "div",
      { class: "words" },
      element("h3", {}, element("a", { href: `#${id}` }, summary)),
      element("p", { class: "line" }, line),
      note(description),
      parts,
    ),
    element("div", { class: "samples" }, samples),
  );
}

/** The operations and webhooks of one document. */
class Reference {
  constructor(api) {
    this.api = api;
    this.schemas = new Schemas(api);
  }

  operations(tag) {
    return Object.entries(this.api.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]?.tags.includes(tag)).map((method) => ({ path, method, operation: item[method] })),
    );
  }

  drawOperation({ path, method, operation }) {
    const scopes = operation["x-required-scopes"].map((scope) => element("code", {}, scope));
    return entry({
      id: operation.operationId,
      summary: operation.summary,
      line: [badge(method), " ", element("code", {}, path)],
      description: operation.description,
      parts: [
        element("p", { class: "scopes" }, scopes.map((scope, index) => [index ? " and " : "Needs ", scope])),
        this.drawParameters(operation),
        this.drawBody(operation.requestBody),
        this.drawResponses(operation.responses),
      ],
      samples: [sample("Request", this.curl(path, method, operation), { class: "wrapped" }), ...this.answerSamples(operation.responses)],
    });
  }

  drawParameters({ parameters = [] }) {
    const places = { path: "Path parameters", query: "Query parameters", header: "Headers" };
    return Object.entries(places).map(([place, title]) => {
      const rows = parameters
        .filter((parameter) => parameter.in === place)
        .map(({ name, schema, required, description }) => this.schemas.member(name, schema, required, description));
      return rows.length ? part(title, element("ul", { class: "members" }, rows)) : null;
    });
  }

  drawBody(body) {
    if (!body) return null;
    const { schema } = body.content[JSON_TYPE];
    const { description, minProperties } = this.schemas.resolve(schema);
    const bounds = minProperties ? this.schemas.bounds({ minProperties }).join("; ") : "";
    return part("Body", note(description), note(bounds, { class: "bounds" }), this.schemas.members(schema));
  }

  drawResponses(responses) {
    const rows = Object.entries(responses).map(([code, response]) => {
      const { description, headers = {}, content = {} } = this.schemas.resolve(response);
      const summary = [element("code", { "data-status": code[0] }, code), " ", element("span", {}, inline(description))];
      if (!Object.keys({ ...content, ...headers }).length) return element("p", { class: "response" }, summary);
      return disclosure({ class: "response" }, element("span", {}, summary), () => [
        ...Object.entries(content).flatMap(([type, { schema, example }]) => [
          element("p", { class: "bounds" }, type),
          schema["x-line-schema"] ? note(schema.description) : null,
          this.schemas.members(schema["x-line-schema"] ?? schema),
          code[0] !== "2" && example ? sample(`Example of ${code}`, JSON.stringify(example, null, 2)) : null,
        ]).filter(Boolean),
        ...(Object.keys(headers).length ? [element("h5", {}, "Headers"), this.drawHeaders(headers)] : []),
      ]);
    });
    return part("Answers", rows);
  }

  drawHeaders(headers) {
    const rows = Object.entries(headers).map(([name, header]) => {
      const { schema, required, description } = this.schemas.resolve(header);
      return this.schemas.member(name, schema, required, description);
    });
    return element("ul", { class: "members" }, rows);
  }

  answerSamples(responses) {
    return Object.entries(responses)
      .filter(([code]) => code.startsWith("2"))
      .flatMap(([code, { content = {} }]) => Object.values(content).map(({ example }) => [code, example]))
      .filter(([, example]) => example)
      .map(([code, example]) => sample(`Answer, ${code}`, JSON.stringify(example, null, 2)));
  }

  curl(path, method, operation) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => {
      const { schema } = operation.parameters.find((parameter) => parameter.name === name);
      return this.schemas.resolve(schema).examples?.[0] ?? `{${name}}`;
    });
    const query = operation["x-example-query"];
    const address = `"${location.origin}${filled}${query ? `?${query}` : ""}"`;
    const lines = [
      method === "get" ? `curl ${address}` : `curl -X ${method.toUpperCase()} ${address}`,
      '-H "Authorization: Bearer $TRIPLINE_KEY"',
    ];
    const body = operation.requestBody?.content[JSON_TYPE].example;
    if (body) lines.push(`-H "Content-Type: ${JSON_TYPE}"`, `-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
    return lines.join(" \\\n  ");
  }

  drawWebhook([type, { post }]) {
    const { schema, example } = post.requestBody.content[JSON_TYPE];
    return entry({
      id: post.operationId,
      summary: post.summary,
      line: [badge("post"), " ", element("code", {}, type)],
      description: post.description,
      parts: [this.drawParameters(post), part("Body", this.schemas.members(schema)), this.drawResponses(post.responses)],
      samples: [sample("Event", JSON.stringify(example, null, 2))],
    });
  }

  /** The groups below the introduction: each tag with its operations, and the webhooks. */
  groups() {
    const groups = this.api.tags.map(({ name, description }) => {
      const operations = this.operations(name);
      return {
        title: name,
        description,
        entries: operations.map((one) => this.drawOperation(one)),
        links: operations.map(({ method, operation }) => [operation, method]),
      };
    });
    const hooks = Object.entries(this.api.webhooks);
    groups.push({
      title: "Events that are posted",
      description: "What an endpoint gets. How it is signed and tried again is said under Webhooks in the introduction.",
      entries: hooks.map((hook) => this.drawWebhook(hook)),
      links: hooks.map(([, { post }]) => [post, "post"]),
    });
    return groups.map((group) => ({ ...group, id: `group-${slug(group.title)}` }));
  }
}

function draw(api) {
  const { info } = api;
  const introduction = element("section", { class: "introduction" }, blocks(info.description));
  const groups = new Reference(api).groups();
  main.append(
    introduction,
    ...groups.map(({ id, title, description, entries }) =>
      element("section", { class: "group" }, element("h2", { id }, title), note(description, { class: "soft" }), entries),
    ),
  );
  const link = (id, ...inside) => element("li", {}, element("a", { href: `#${id}` }, inside));
  const list = (title, links) => [element("h2", {}, title), element("ul", {}, links)];
  contents.querySelector("nav").append(
    ...list("Introduction", [...introduction.querySelectorAll("h2")].map((heading) => link(heading.id, heading.textContent))),
    ...groups.flatMap(({ title, links }) =>
      list(title, links.map(([{ operationId, summary }, method]) => link(operationId, badge(method), " ", element("span", {}, summary)))),
    ),
  );
  contents.hidden = false;
}

/** The contents stand open beside the text where there is room, and open on demand where there is none. */
function layOutContents() {
  const wide = matchMedia("(min-width: 60rem)");
  const follow = () => { contents.open = wide.matches; };
  wide.addEventListener("change", follow);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });
  follow();
}

/** Marks in the contents what is being read. */
function markPlace() {
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver((seen) => {
    for (const { target } of seen.filter((one) => one.isIntersecting)) {
      const link = links.get(target.id);
      contents.querySelector("[aria-current]")?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      const [{ top, bottom }, frame] = [link.getBoundingClientRect(), contents.getBoundingClientRect()];
      if (top < frame.top || bottom > frame.bottom) contents.scrollTop += top - frame.top - frame.height / 2;
    }
  }, { rootMargin: "0px 0px -85% 0px" });
  for (const id of links.keys()) observer.observe(document.getElementById(id));
}

function say(text) {
  status.hidden = !text;
  status.textContent = text;
}

try {
  say("The document is being fetched…");
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  draw(await answer.json());
  layOutContents();
  markPlace();
  say("");
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
} catch (error) {
  say(`The reference can't be shown: ${error.message}. The document is at /openapi.json.`);
}
