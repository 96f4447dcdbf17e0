/**
 * Receipts, checked without a network: a signed promise that an entry will be in the log by a deadline. One Ed25519 signature covers a
 * batch of them, by the root of a small RFC 6962 tree. Source: docs/decisions/0011, ledger/verifier/receipts.py.
 */

import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";

import type { LedgerKey, LedgerKeys, Receipt } from "./core/types.gen.js";
import { ReceiptRefused } from "./errors.js";

/** The answer of `client.ledger.keys()`, keys out of it, or their texts (`name+id+key`, or a line `receipts name+id+key`). */
export type ReceiptKeys = LedgerKeys | readonly (LedgerKey | string)[];

const FIELDS: ReadonlySet<string> = new Set([
  "v", "log_id", "entry_id", "leaf_hash", "issued_at_us", "due_at_us", "batch_index", "batch_size", "batch_path", "key_id", "signature",
]);
const LABEL = Buffer.from("countermark/receipt/v1\0", "latin1");
const SIZE_MAX = 65_536;
const PATH_MAX = 16;
const TIME_LEAST_US = 2 ** 32;
const ED25519 = 1;
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

interface Statement {
  readonly log: Buffer;
  readonly eid: Buffer;
  readonly leaf: Buffer;
}

/**
 * Accept only a receipt that one of `keys` signed, as it stands. Pin the keys once, by a way that you trust.
 *
 * Raises: ReceiptRefused, whose `check` says which of the checks failed.
 */
export function verify(receipt: Receipt, keys: ReceiptKeys): void {
  const statement = statementOf(receipt);
  const { issued_at_us: issuedUs, due_at_us: dueUs, batch_index: index, batch_size: size } = receipt;
  if (issuedUs < TIME_LEAST_US || dueUs < issuedUs) refuse("times", "the deadline is before the issue, or the issue before our time");
  if (index < 0 || index >= size || size > SIZE_MAX) refuse("place", "the place in the batch is out of range");
  const path = pathOf(receipt.batch_path);
  const root = rootOf(index, size, hash(0, stated(statement, issuedUs, dueUs)), path);
  const message = Buffer.concat([LABEL, root, uint(size, 4)]);
  const signers = keysOf(keys).filter((key) => key.id === receipt.key_id);
  if (signers.length === 0) refuse("key", "it is signed by a key that is not trusted");
  const signature = octets("signature", receipt.signature);
  if (!signers.some((key) => isSigned(key.publicKey, message, signature))) refuse("signature", "its signature is wrong");
}

function refuse(check: ReceiptRefused["check"], why: string): never {
  throw new ReceiptRefused(check, `The receipt is refused: ${why}.`);
}

/** Read what the receipt is about, and that all its fields are of their kinds. */
function statementOf(receipt: Receipt): Statement {
  if (typeof receipt !== "object" || receipt === null) refuse("form", "it is no object");
  const names = Object.keys(receipt);
  if (names.length !== FIELDS.size || !names.every((name) => FIELDS.has(name))) refuse("form", "its fields are not those of a receipt");
  const numbers = [receipt.v, receipt.issued_at_us, receipt.due_at_us, receipt.batch_index, receipt.batch_size];
  if (!numbers.every((number) => Number.isSafeInteger(number))) refuse("form", "a number is missing, or not whole");
  if (receipt.v !== 1) refuse("form", "only receipts of version 1 are known");
  if (!/^[0-9a-f]{8}$/.test(receipt.key_id)) refuse("form", "key_id is not eight hexadecimal digits");
  const leaf = octets("leaf_hash", receipt.leaf_hash);
  if (leaf.length !== 32) refuse("form", "a hash is not 32 bytes long");
  return { log: idOf("env", receipt.log_id), eid: idOf("ent", receipt.entry_id), leaf };
}

/** Write the deterministic CBOR of what is stated. It has one length, so no encoder is needed. */
function stated({ log, eid, leaf }: Statement, issuedUs: number, dueUs: number): Buffer {
  const text = (value: string): Buffer => Buffer.from(value, "latin1");
  return Buffer.concat([
    text("\xa6\x61v\x01\x62ts\x1b"),
    uint(issuedUs, 8),
    text("\x63due\x1b"),
    uint(dueUs, 8),
    text("\x63eid\x50"),
    eid,
    text("\x63log\x50"),
    log,
    text("\x64leaf\x58\x20"),
    leaf,
  ]);
}

function pathOf(path: readonly string[]): Buffer[] {
  if (!Array.isArray(path) || path.length > PATH_MAX) refuse("form", "batch_path is no list of hashes");
  const hashes = path.map((each: string) => octets("batch_path", each));
  if (hashes.some((each) => each.length !== 32)) refuse("form", "a hash is not 32 bytes long");
  return hashes;
}

/** Follow a path from a leaf to the root that it leads to (RFC 9162 section 2.1.3.2). */
function rootOf(index: number, size: number, leaf: Buffer, path: readonly Buffer[]): Buffer {
  let digest = leaf;
  let place = index;
  let last = size - 1;
  for (const sibling of path) {
    if (last === 0) refuse("path", "its path in the batch is too long");
    if (place % 2 === 1 || place === last) {
      digest = hash(1, sibling, digest);
      while (place % 2 === 0 && place !== 0) {
        place >>= 1;
        last >>= 1;
      }
    } else {
      digest = hash(1, digest, sibling);
    }
    place >>= 1;
    last >>= 1;
  }
  if (last !== 0) refuse("path", "its path in the batch is too short");
  return digest;
}

function hash(prefix: 0 | 1, ...parts: readonly Buffer[]): Buffer {
  const hasher = createHash("sha256").update(Uint8Array.of(prefix));
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

interface Key {
  readonly id: string;
  readonly publicKey: Buffer;
}

function listed(keys: ReceiptKeys): readonly (LedgerKey | string)[] {
  return keys instanceof Array ? keys : (keys as LedgerKeys).keys;
}

function keysOf(keys: ReceiptKeys): Key[] {
  return listed(keys).flatMap((each) => {
    if (typeof each !== "string") return each.use === "receipts" ? keyOf(each.verifier_key) : [];
    const [, use, text = ""] = /^(?:([a-z]+) )?(\S+)$/.exec(each.trim()) ?? refuse("key", "a line of keys is malformed");
    return use === undefined || use === "receipts" ? keyOf(text) : [];
  });
}

/** Read `name+id+key` (C2SP signed-note). Nothing for a key of another kind: it signs no receipts. */
function keyOf(text: string): Key[] {
  const [, name = "", id = "", encoded = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? refuse("key", "this is not a verifier key (name+id+key)");
  const typed = Buffer.from(encoded, "base64");
  if (typed.toString("base64") !== encoded) refuse("key", "a verifier key is not base64");
  const digest = createHash("sha256").update(`${name}\n`).update(typed).digest("hex");
  if (digest.slice(0, 8) !== id) refuse("key", "the id of a verifier key does not belong to it");
  return typed.length === 33 && typed[0] === ED25519 ? [{ id, publicKey: typed.subarray(1) }] : [];
}

function isSigned(publicKey: Buffer, message: Buffer, signature: Buffer): boolean {
  if (signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: "der", type: "spki" });
  return verifySignature(null, message, key, signature);
}

/** Read standard base64, as one writes it: padded, and no other letters. */
function octets(name: string, text: string): Buffer {
  const bytes = Buffer.from(String(text), "base64");
  if (bytes.toString("base64") !== text) refuse("form", `${name} is not base64`);
  return bytes;
}

/** Read a typed id: a prefix, and 16 bytes in Crockford's base 32. */
function idOf(prefix: string, text: string): Buffer {
  const match = /^([a-z]+)_([0-7][0-9a-hjkmnp-tv-z]{25})$/.exec(String(text));
  if (match?.[1] !== prefix) return refuse("form", `${String(text)} is not an id of ${prefix}_`);
  let value = 0n;
  for (const digit of match[2] ?? "") value = value * 32n + BigInt(DIGITS.indexOf(digit));
  return Buffer.from(value.toString(16).padStart(32, "0"), "hex");
}

function uint(value: number, bytes: 4 | 8): Buffer {
  const written = Buffer.alloc(bytes);
  if (bytes === 4) written.writeUInt32BE(value);
  else written.writeBigUInt64BE(BigInt(value));
  return written;
}
