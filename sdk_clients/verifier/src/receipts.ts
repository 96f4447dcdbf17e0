/**
 * Receipts: a signed promise that an entry will be in the log by a deadline. One signature covers a batch of them, by the root of a small
 * RFC 6962 tree of their statements. Source: docs/decisions/0011.
 */

import { equal } from "./bytes.js";
import { encodeCbor } from "./cbor.js";
import { parseId } from "./ids.js";
import { hexadecimal, integer, octets, octetsList, record, text, type Json } from "./json.js";
import { leafHash, rootOfInclusion } from "./merkle.js";
import type { VerifierKey } from "./notes.js";
import { refuse } from "./refusal.js";
import { verifyEd25519 } from "./signatures.js";

const FIELDS = [
  "v", "log_id", "entry_id", "leaf_hash", "issued_at_us", "due_at_us", "batch_index", "batch_size", "batch_path", "key_id", "signature",
] as const;
const LABEL = Buffer.from("countermark/receipt/v1\0", "latin1");
const BATCH_SIZE_MAX = 65_536n;
const PATH_MAX = 16;
const TIME_LEAST_US = 2n ** 32n;

export interface Receipt {
  readonly entryId: string;
  readonly log: Buffer;
  readonly eid: Buffer;
  readonly leaf: Buffer;
  readonly issuedUs: bigint;
  readonly dueUs: bigint;
  readonly index: bigint;
  readonly size: bigint;
  readonly path: readonly Buffer[];
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

export function parseReceipt(document: Json): Receipt {
  const fields = record(document, FIELDS);
  if (integer(fields, "v") !== 1n) refuse("only receipts of version 1 are known");
  const entryId = text(fields, "entry_id");
  return {
    entryId,
    log: parseId("env", text(fields, "log_id")),
    eid: parseId("ent", entryId),
    leaf: octets(fields, "leaf_hash"),
    issuedUs: integer(fields, "issued_at_us"),
    dueUs: integer(fields, "due_at_us"),
    index: integer(fields, "batch_index"),
    size: integer(fields, "batch_size"),
    path: octetsList(fields, "batch_path", PATH_MAX),
    keyId: hexadecimal(fields, "key_id"),
    signature: octets(fields, "signature"),
  };
}

/**
 * Accept only a receipt that one of `keys` signed, as it stands. genuine: what signatures were found good before; those of one batch share
 * theirs.
 */
export function verifyReceipt(receipt: Receipt, keys: readonly VerifierKey[], genuine: Set<string> = new Set()): void {
  if (receipt.issuedUs < TIME_LEAST_US || receipt.dueUs < receipt.issuedUs) refuse("the deadline is before the issue, or the issue before our time");
  if (receipt.size > BATCH_SIZE_MAX) refuse("the batch is too large");
  const stated = encodeCbor(
    new Map<string, Buffer | bigint>([
      ["v", 1n],
      ["ts", receipt.issuedUs],
      ["due", receipt.dueUs],
      ["eid", receipt.eid],
      ["log", receipt.log],
      ["leaf", receipt.leaf],
    ]),
  );
  if (receipt.leaf.length !== 32) refuse("the leaf hash is not 32 bytes long");
  const root = rootOfInclusion(receipt.index, receipt.size, leafHash(stated), receipt.path);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(Number(receipt.size));
  const message = Buffer.concat([LABEL, root, size]);
  const signers = keys.filter((key) => equal(key.id, receipt.keyId));
  if (signers.length === 0) refuse("it is signed by a key that is not trusted");
  const signed = Buffer.concat([receipt.keyId, message, receipt.signature]).toString("latin1");
  if (genuine.has(signed)) return;
  if (!signers.some((key) => verifyEd25519(key.publicKey, message, receipt.signature))) refuse("its signature is wrong");
  genuine.add(signed);
}
