/** Checkpoints: origin, size and root of a log, signed. Source: C2SP tlog-checkpoint; extension lines are refused. */

import { DIGEST_BYTES, equal, fromBase64 } from "./bytes.js";
import { parseNote, signersOf, type VerifierKey } from "./notes.js";
import { refuse } from "./refusal.js";
import { COSIGNATURE, ED25519, ML_DSA_44 } from "./signatures.js";

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
}

export function parseCheckpoint(text: string): Checkpoint {
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]+)\n$/.exec(text);
  if (match === null) return refuse("this is not a checkpoint: origin, size, root");
  const [, origin = "", digits = "", encoded = ""] = match;
  const size = BigInt(digits);
  const root = fromBase64(encoded);
  if (root.length !== DIGEST_BYTES || size >= 2n ** 63n) refuse("the checkpoint's size or root is out of range");
  return { origin, size, root };
}

const LOG_KINDS = new Set([ED25519, ML_DSA_44]);
const WITNESS_KINDS = new Set([COSIGNATURE, ML_DSA_44]);

/** A checkpoint, and those keys of the log's own name that signed it, one or more. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly signers: readonly VerifierKey[];
}

/** Read a signed checkpoint. Only a key that bears the log's own name, its origin, speaks for it. Of each kind that is pinned one is owed. */
export function openCheckpoint(note: Buffer, keys: readonly VerifierKey[]): Checkpoint {
  const signed = readCheckpoint(note, keys);
  requireKinds(signed, keys);
  return signed.checkpoint;
}

/** Read a checkpoint that at least one key of the log signed. */
export function readCheckpoint(note: Buffer, keys: readonly VerifierKey[]): SignedCheckpoint {
  const parsed = parseNote(note);
  const all = signersOf(parsed, keys);
  const checkpoint = parseCheckpoint(parsed.text);
  const signers = all.filter((key) => speaksFor(key, checkpoint));
  if (signers.length === 0) refuse(`no known key of the log ${checkpoint.origin} signed its checkpoint`);
  return { checkpoint, signers };
}

/** Demand a signature of each kind that is pinned for the log. */
export function requireKinds({ checkpoint, signers }: SignedCheckpoint, pinned: readonly VerifierKey[]): void {
  for (const key of pinned) {
    if (speaksFor(key, checkpoint) && !signers.some((signer) => signer.kind === key.kind)) {
      refuse(`${checkpoint.origin} did not sign with each kind of key that is pinned`);
    }
  }
}

function speaksFor(key: VerifierKey, checkpoint: Checkpoint): boolean {
  return key.name === checkpoint.origin && LOG_KINDS.has(key.kind);
}

/** Those of the witnesses that cosigned a note, maybe none. A wrong cosignature of one of them is a refusal. */
export function cosignersOf(note: Buffer, witnesses: readonly VerifierKey[]): VerifierKey[] {
  return signersOf(parseNote(note), witnesses.filter((key) => WITNESS_KINDS.has(key.kind)));
}

export function sameCheckpoint(left: Checkpoint, right: Checkpoint): boolean {
  return left.origin === right.origin && left.size === right.size && equal(left.root, right.root);
}
