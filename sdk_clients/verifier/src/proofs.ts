/** Inclusion proofs as the service answers them: an entry, its place, a signed checkpoint, and the path between. */

import { equal } from "./bytes.js";
import { openCheckpoint, type Checkpoint } from "./checkpoints.js";
import { readEntry, type Entry } from "./entries.js";
import { logOf, parseId } from "./ids.js";
import { integer, octets, octetsList, record, text, type Json } from "./json.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import type { VerifierKey } from "./notes.js";
import { NotDue, refuse } from "./refusal.js";

const FIELDS = ["log_id", "entry_id", "state", "entry", "leaf_hash", "leaf_index", "checkpoint", "path"] as const;
const PATH_MAX = 63;

export interface Proof {
  readonly log: Buffer;
  readonly eid: Buffer;
  readonly entry: Buffer;
  readonly leaf: Buffer;
  readonly index: bigint;
  readonly checkpoint: Buffer;
  readonly path: readonly Buffer[];
}

/** Throws NotDue for a proof of an entry that has no checkpoint yet. */
export function parseProof(document: Json): Proof {
  const fields = record(document, FIELDS);
  if (text(fields, "state") !== "included") throw new NotDue("the entry was not in a checkpoint yet");
  return {
    log: parseId("env", text(fields, "log_id")),
    eid: parseId("ent", text(fields, "entry_id")),
    entry: octets(fields, "entry"),
    leaf: octets(fields, "leaf_hash"),
    index: integer(fields, "leaf_index"),
    checkpoint: Buffer.from(text(fields, "checkpoint"), "utf8"),
    path: octetsList(fields, "path", PATH_MAX),
  };
}

export function checkCheckpoint(proof: Proof, keys: readonly VerifierKey[]): Checkpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, keys);
  if (!equal(logOf(checkpoint.origin), proof.log)) refuse("the checkpoint is another log's");
  return checkpoint;
}

/** Read the entry that the proof carries, and hold it against what the proof says of it. */
export function checkEntry(proof: Proof): Entry {
  const entry = readEntry(proof.entry);
  if (!equal(entry.log, proof.log) || !equal(entry.eid, proof.eid)) refuse("the entry is not the one that the proof names");
  if (!equal(leafHash(proof.entry), proof.leaf)) refuse("the leaf hash is not the entry's");
  return entry;
}

export function checkInclusion(proof: Proof, checkpoint: Checkpoint): void {
  verifyInclusion(proof.index, checkpoint.size, proof.leaf, proof.path, checkpoint.root);
}
