// Elements, and the few marks that descriptions are written with. Text is only ever put in as text.

/** An element with its attributes and children; an attribute that is undefined or false is left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, content] of Object.entries(attributes)) {
    if (content !== undefined && content !== false) made.setAttribute(key, content === true ? "" : content);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

/** A line of a description: what stands between backticks is code. */
export const inline = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));

/** A description, or nothing. */
export const note = (text, attributes) => (text ? element("p", attributes, inline(text)) : null);

/** The part of an address that leads to a heading. */
export const slug = (text) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** Paragraphs, `## ` headings and `- ` lists. */
export function blocks(text) {
  return text.split("\n\n").map((block) => {
    if (block.startsWith("## ")) return element("h2", { id: slug(block.slice(3)) }, block.slice(3));
    if (block.startsWith("- ")) {
      return element("ul", { class: "bullets" }, block.split("\n").map((line) => element("li", {}, inline(line.slice(2)))));
    }
    return element("p", {}, inline(block));
  });
}

/** Something to be opened; what is inside is made when it is opened first. */
export function disclosure(attributes, summary, inside) {
  const made = element("details", attributes, element("summary", {}, summary));
  made.addEventListener("toggle", () => made.append(...inside()), { once: true });
  return made;
}

/** Code that can be scrolled, by keyboard too. */
export const sample = (label, text, attributes) =>
  element(
    "figure",
    { class: "sample" },
    element("figcaption", {}, label),
    element("pre", { tabindex: "0", "aria-label": label, ...attributes }, text),
  );
