// Schemas as lists of members: what each is, what it may be, and what is inside.

import { disclosure, element, inline, note } from "./elements.js";

const BOUNDS = {
  minLength: (least) => `at least ${count(least, "character")}`,
  maxLength: (most) => `at most ${count(most, "character")}`,
  minimum: (least) => `at least ${least}`,
  maximum: (most) => `at most ${most}`,
  minItems: (least) => `at least ${count(least, "item")}`,
  maxItems: (most) => `at most ${count(most, "item")}`,
  minProperties: (least) => `at least ${count(least, "member")}`,
  default: (value) => `\`${value}\` when absent`,
  pattern: (pattern) => `matches \`${pattern}\``,
};

const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
const isNull = (schema) => schema.type === "null";

/** Reads the schemas of one document. */
export class Schemas {
  constructor(document) {
    this.document = document;
  }

  /** What a `$ref` leads to; what stands beside it comes first. */
  resolve(object) {
    if (!object.$ref) return object;
    const { $ref, ...beside } = object;
    const target = $ref.slice(2).split("/").reduce((part, key) => part[key.replaceAll("~1", "/")], this.document);
    const found = this.resolve(target);
    return { ...found, ...beside, ...(found.allOf && beside.allOf && { allOf: [...found.allOf, ...beside.allOf] }) };
  }

  /** A schema with what its `allOf` adds to its members. */
  whole(object) {
    const schema = this.resolve(object);
    const parts = (schema.allOf ?? []).map((part) => this.whole(part));
    const merged = (key) => Object.assign({}, ...parts.map((part) => part[key] ?? {}), schema[key] ?? {});
    const required = [...parts, schema].flatMap((part) => part.required ?? []);
    return { ...schema, properties: merged("properties"), required };
  }

  /** The alternatives of a schema but null, and whether null is one. */
  alternatives(object) {
    const schema = this.resolve(object);
    const all = schema.anyOf ?? schema.oneOf;
    if (!all) {
      const types = [schema.type ?? []].flat();
      return { nullable: types.includes("null"), others: [schema] };
    }
    const inner = all.filter((one) => !isNull(one)).map((one) => ({ one, ...this.alternatives(one) }));
    return { nullable: all.some(isNull) || inner.some((part) => part.nullable), others: inner.map((part) => part.one) };
  }

  /** The type in words, such as `array of string, or null`. */
  type(object) {
    const { nullable, others } = this.alternatives(object);
    const words = others.map((other) => this.#plainType(other));
    return [...new Set(words)].join(" or ") + (nullable ? ", or null" : "");
  }

  #plainType(object) {
    const schema = this.resolve(object);
    if (schema.anyOf || schema.oneOf) return this.type(object);
    const unsaid = "const" in schema ? typeof schema.const : "object";
    const [type = unsaid] = [schema.type ?? []].flat().filter((one) => one !== "null");
    return type === "array" ? `array of ${this.type(schema.items)}` : type;
  }

  /** What a value may be, as lines of text. */
  bounds(object) {
    const schema = this.resolve(object);
    const lines = [];
    if (schema.enum) lines.push(`one of ${schema.enum.map((value) => `\`${value}\``).join(", ")}`);
    if ("const" in schema) lines.push(`always \`${schema.const}\``);
    if (schema.format) lines.push(`format \`${schema.format}\``);
    for (const [key, say] of Object.entries(BOUNDS)) if (key in schema) lines.push(say(schema[key]));
    if (schema.not?.pattern) lines.push(`does not match \`${schema.not.pattern}\``);
    for (const part of schema.allOf ?? []) lines.push(...this.bounds(part));
    for (const one of schema.anyOf ?? []) if (!isNull(one)) lines.push(...this.bounds(one));
    if (schema.items) lines.push(...this.bounds(schema.items).map((line) => `each ${line}`));
    const extra = schema.additionalProperties;
    if (extra?.type) lines.push([`any names, each ${this.type(extra)}`, ...this.bounds(extra)].join(", "));
    return [...new Set(lines)];
  }

  /** The schemas inside a value that have members: its own, those of its items, those of its alternatives. */
  inside(object) {
    const schema = this.resolve(object);
    if (schema.items) return this.inside(schema.items);
    if (schema.anyOf ?? schema.oneOf) return this.alternatives(schema).others.flatMap((one) => this.inside(one));
    return Object.keys(this.whole(schema).properties).length ? [schema] : [];
  }

  /** The members of an object, as a list. */
  members(object) {
    const { properties, required } = this.whole(object);
    const rows = Object.entries(properties).map(([name, schema]) => this.member(name, schema, required.includes(name)));
    return element("ul", { class: "members" }, rows);
  }

  /** One member or parameter, with what is inside it. */
  member(name, object, required, description = this.resolve(object).description) {
    const bounds = this.bounds(object).filter((line) => !description?.toLowerCase().includes(line));
    const inside = this.inside(object);
    return element(
      "li",
      {},
      element(
        "p",
        { class: "signature" },
        element("code", { class: "name" }, name),
        " ",
        element("span", { class: "type" }, this.type(object)),
        required ? [" ", element("span", { class: "required" }, "required")] : null,
      ),
      note(description),
      bounds.length ? element("p", { class: "bounds" }, inline(bounds.join("; "))) : null,
      inside.map((schema, index) => {
        const which = inside.length > 1 ? ` if it is ${index + 1} of ${inside.length}` : "";
        const summary = element("span", {}, "Members", element("span", { class: "unseen" }, ` of ${name}`), which);
        const about = inside.length > 1 ? [note(schema.description)] : [];
        return disclosure({ class: "inside" }, summary, () => [...about, this.members(schema)]);
      }),
    );
  }
}
