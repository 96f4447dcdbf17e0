/** What an export carries of the epochs: records of the super-log, and the log's own slot in each epoch. Source: docs/decisions/0051. */

import { DIGEST_BYTES, fromBase64 } from "./bytes.js";
import { decodeCbor, type Cbor } from "./cbor.js";
import { integer, INTEGER_MAX, octets, octetsList, parseJson, record, type Json } from "./json.js";
import { refuse } from "./refusal.js";

const PATH_MAX = 63;

/** ts: microseconds. root: of the epoch's tree, over `slots` leaves. data: the bytes that the super-log hashes. */
export interface EpochRecord {
  readonly epoch: bigint;
  readonly ts: bigint;
  readonly root: Buffer;
  readonly slots: bigint;
  readonly data: Buffer;
}

/** A log's place in an epoch. index: of the slot. leaf: its bytes, which say log, size and root. */
export interface Slot {
  readonly epoch: bigint;
  readonly index: bigint;
  readonly path: readonly Buffer[];
  readonly leaf: Buffer;
  readonly log: Buffer;
  readonly size: bigint;
  readonly root: Buffer;
}

/** Read a line of `super/records.jsonl`: a record in base64. */
export function readRecord(line: Buffer): EpochRecord {
  const encoded = parseJson(line);
  if (typeof encoded !== "string") return refuse("a record is not a text");
  const data = fromBase64(encoded);
  const fields = fieldsOf(data, ["v", "ts", "typ", "root", "epoch", "slots"], "epoch.v1");
  const epoch = whole(fields, "epoch");
  const slots = whole(fields, "slots");
  if (epoch < 1n || slots < 1n) refuse("an epoch, or a count of slots, is not above 0");
  return { epoch, ts: whole(fields, "ts"), root: bytes(fields, "root", DIGEST_BYTES), slots, data };
}

/** Read a line of `super/slots.jsonl`. */
export function readSlot(line: Buffer): Slot {
  return slotOf(parseJson(line));
}

function slotOf(document: Json): Slot {
  const fields = record(document, ["epoch", "index", "leaf", "path"]);
  const leaf = octets(fields, "leaf");
  const said = fieldsOf(leaf, ["v", "log", "typ", "root", "salt", "size"], "slot.v1");
  bytes(said, "salt", 32);
  return {
    epoch: integer(fields, "epoch"),
    index: integer(fields, "index"),
    path: octetsList(fields, "path", PATH_MAX),
    leaf,
    log: bytes(said, "log", 16),
    size: whole(said, "size"),
    root: bytes(said, "root", DIGEST_BYTES),
  };
}

function fieldsOf(data: Buffer, names: readonly string[], typ: string): ReadonlyMap<string, Cbor> {
  const fields = decodeCbor(data);
  if (!(fields instanceof Map) || fields.size !== names.length || !names.every((name) => fields.has(name))) {
    return refuse(`expected exactly the fields ${names.join(", ")}`);
  }
  if (fields.get("v") !== 1 || fields.get("typ") !== typ) refuse(`this is not ${typ} of version 1`);
  return fields;
}

function whole(fields: ReadonlyMap<string, Cbor>, name: string): bigint {
  const value = fields.get(name);
  if (typeof value !== "number" && typeof value !== "bigint") return refuse(`${name} is not an integer`);
  const wide = BigInt(value);
  return wide >= 0n && wide <= INTEGER_MAX ? wide : refuse(`${name} is out of range`);
}

function bytes(fields: ReadonlyMap<string, Cbor>, name: string, length: number): Buffer {
  const value = fields.get(name);
  return Buffer.isBuffer(value) && value.length === length ? value : refuse(`${name} is not ${length} bytes`);
}
