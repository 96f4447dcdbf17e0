/**
 * JSON, read strictly (RFC 8259, and RFC 7493 where that leaves a choice): UTF-8 without a mark of byte order, no key twice, no half of a
 * surrogate pair, 64 levels at most. Integers are bigints, so that none is rounded.
 */

import { fromBase64, fromHex, fromUtf8 } from "./bytes.js";
import { refuse } from "./refusal.js";

export type Json = null | boolean | string | bigint | number | Json[] | Map<string, Json>;
export type Fields = Map<string, Json>;

export const INTEGER_MAX = 2n ** 63n - 1n;
const DEPTH_MAX = 64;
const DIGITS_MAX = 4_300;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const BARE = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
};

export function parseJson(data: Uint8Array | string): Json {
  const reader = new Reader(typeof data === "string" ? data : fromUtf8(data));
  return reader.document();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value(0);
    this.blank();
    if (this.at !== this.text.length) refuse("this is not JSON: something follows it");
    return value;
  }

  private blank(): void {
    for (;;) {
      const letter = this.text.charCodeAt(this.at);
      if (letter !== 0x20 && letter !== 0x0a && letter !== 0x0d && letter !== 0x09) return;
      this.at += 1;
    }
  }

  private value(depth: number): Json {
    this.blank();
    const letter = this.text[this.at];
    if (letter === '"') return this.string();
    if (letter === "{" || letter === "[") {
      if (depth === DEPTH_MAX) refuse(`this JSON is nested deeper than ${DEPTH_MAX} levels`);
      this.at += 1;
      return letter === "{" ? this.object(depth + 1) : this.array(depth + 1);
    }
    for (const [word, value] of [["true", true], ["false", false], ["null", null]] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private number(): Json {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match === null) return refuse("this is not JSON");
    this.at = NUMBER.lastIndex;
    const [token, fraction, exponent] = match;
    if (fraction !== undefined || exponent !== undefined) return Number(token);
    if (token.replace("-", "").length > DIGITS_MAX) refuse("a number has too many digits");
    return BigInt(token);
  }

  private string(): string {
    const parts: string[] = [];
    this.at += 1;
    for (;;) {
      BARE.lastIndex = this.at;
      const bare = BARE.exec(this.text)?.[0] ?? "";
      this.at += bare.length;
      parts.push(bare);
      const letter = this.text[this.at];
      this.at += 1;
      if (letter === '"') break;
      if (letter !== "\\") refuse("this is not JSON: a text is not closed");
      parts.push(this.escape());
    }
    const text = parts.join("");
    if (!text.isWellFormed()) refuse("a text holds half of a surrogate pair");
    return text;
  }

  private escape(): string {
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if (letter !== "u") return ESCAPES[letter] ?? refuse("this is not JSON: an unknown escape");
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) refuse("this is not JSON: a broken escape");
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private array(depth: number): Json[] {
    const items: Json[] = [];
    this.blank();
    if (this.text[this.at] === "]") {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.value(depth));
      if (this.ends("]")) return items;
    }
  }

  private object(depth: number): Fields {
    const fields: Fields = new Map();
    this.blank();
    if (this.text[this.at] === "}") {
      this.at += 1;
      return fields;
    }
    for (;;) {
      this.blank();
      if (this.text[this.at] !== '"') refuse("this is not JSON: a key is not a text");
      const key = this.string();
      this.blank();
      if (this.text[this.at] !== ":") refuse("this is not JSON: a key without a value");
      this.at += 1;
      if (fields.has(key)) refuse(`the key ${JSON.stringify(key)} is there twice`);
      fields.set(key, this.value(depth));
      if (this.ends("}")) return fields;
    }
  }

  /** Step over a comma or the closing bracket. */
  private ends(bracket: string): boolean {
    this.blank();
    const letter = this.text[this.at];
    this.at += 1;
    if (letter !== bracket && letter !== ",") refuse("this is not JSON: a list is not closed");
    return letter === bracket;
  }
}

/** Return the value as a record of exactly these fields. */
export function record(value: Json, names: readonly string[]): Fields {
  if (!(value instanceof Map) || value.size !== names.length || !names.every((name) => value.has(name))) {
    return refuse(`expected exactly the fields ${names.join(", ")}`);
  }
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : refuse(`${name} is not a text`);
}

/** An integer from 0 to 2^63 - 1. */
export function integer(fields: Fields, name: string): bigint {
  const value = fields.get(name);
  if (typeof value !== "bigint" || value < 0n || value > INTEGER_MAX) refuse(`${name} is not an integer in range`);
  return value as bigint;
}

export function octets(fields: Fields, name: string): Buffer {
  return fromBase64(text(fields, name));
}

export function hexadecimal(fields: Fields, name: string): Buffer {
  return fromHex(text(fields, name));
}

export function octetsList(fields: Fields, name: string, lengthMax: number): Buffer[] {
  const values = fields.get(name);
  if (!Array.isArray(values) || values.length > lengthMax) return refuse(`${name} is not a list of at most ${lengthMax}`);
  return values.map((value) => (typeof value === "string" ? fromBase64(value) : refuse(`${name} is not a list of texts`)));
}
