/** Entries of version 1: what a leaf of the log says. Source: docs/decisions/0006. */

import { decodeCbor, type Cbor } from "./cbor.js";
import { refuse } from "./refusal.js";

const REQUIRED = ["v", "typ", "log", "eid", "ts", "act"] as const;
const KNOWN = new Set<string>([...REQUIRED, "out", "model", "rules", "score", "pc", "refs"]);
const ID_BYTES = 16;
const HASH_BYTES = 32;

export interface Entry {
  readonly typ: string;
  readonly log: Buffer;
  readonly eid: Buffer;
  /** Microseconds since 1970. */
  readonly ts: number | bigint;
  readonly out: string | null;
  readonly model: Buffer | null;
  readonly rules: Buffer | null;
  readonly pc: readonly Buffer[];
  readonly refs: readonly Buffer[];
}

export function readEntry(data: Buffer): Entry {
  const fields = decodeCbor(data);
  if (!(fields instanceof Map)) return refuse("this is not a map");
  for (const name of fields.keys()) if (!KNOWN.has(name)) refuse("a field is not one of an entry");
  for (const name of REQUIRED) if (!fields.has(name)) refuse(`${name} is missing`);
  if (fields.get("v") !== 1) refuse("only entries of version 1 are known");
  text(fields.get("act"), "act");
  if (fields.has("score")) integer(fields.get("score"), "score");
  const ts = integer(fields.get("ts"), "ts");
  if (ts < 0) refuse("ts is before 1970");
  return {
    typ: text(fields.get("typ"), "typ"),
    log: octets(fields.get("log"), "log", ID_BYTES),
    eid: octets(fields.get("eid"), "eid", ID_BYTES),
    ts,
    out: fields.has("out") ? text(fields.get("out"), "out") : null,
    model: fields.has("model") ? octets(fields.get("model"), "model", HASH_BYTES) : null,
    rules: fields.has("rules") ? octets(fields.get("rules"), "rules", HASH_BYTES) : null,
    pc: octetsList(fields, "pc", HASH_BYTES),
    refs: octetsList(fields, "refs", ID_BYTES),
  };
}

function text(value: Cbor | undefined, name: string): string {
  return typeof value === "string" && value !== "" ? value : refuse(`${name} is not a text`);
}

function integer(value: Cbor | undefined, name: string): number | bigint {
  return typeof value === "number" || typeof value === "bigint" ? value : refuse(`${name} is not an integer`);
}

function octets(value: Cbor | undefined, name: string, length: number): Buffer {
  return Buffer.isBuffer(value) && value.length === length ? value : refuse(`${name} is not ${length} bytes`);
}

function octetsList(fields: ReadonlyMap<string, Cbor>, name: string, length: number): Buffer[] {
  if (!fields.has(name)) return [];
  const values = fields.get(name);
  if (!Array.isArray(values) || values.length === 0) return refuse(`${name} is not a list of at least one`);
  return values.map((value) => octets(value, name, length));
}
