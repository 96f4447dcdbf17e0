/**
 * RFC 6962 Merkle trees over SHA-256, written from the recursive definitions of its section 2.1: a proof is used up from its end, as the
 * tree divides.
 */

import { DIGEST_BYTES, equal, sha256 } from "./bytes.js";
import { refuse } from "./refusal.js";

export const EMPTY_ROOT = sha256(Buffer.alloc(0));
const SIZE_MAX = 2n ** 63n;

const scratch = Buffer.alloc(1 + 65_536);
const pair = Buffer.alloc(1 + 2 * DIGEST_BYTES);
pair[0] = 1;

export function leafHash(entry: Uint8Array): Buffer {
  if (entry.length < scratch.length) {
    scratch.set(entry, 1);
    return sha256(scratch.subarray(0, 1 + entry.length));
  }
  return sha256(Buffer.concat([Buffer.of(0), entry]));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + DIGEST_BYTES);
  return sha256(pair);
}

/** The largest power of two below `size`, for a size of 2 and more. */
function split(size: bigint): bigint {
  return 1n << BigInt((size - 1n).toString(2).length - 1);
}

function checkDigests(digests: readonly Uint8Array[]): void {
  if (digests.some((digest) => digest.length !== DIGEST_BYTES)) refuse(`a hash is not ${DIGEST_BYTES} bytes long`);
}

/** The root that an inclusion proof leads to. Refused unless the proof has just the length that its place asks. */
export function rootOfInclusion(index: bigint, size: bigint, leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array {
  if (index < 0n || index >= size || size >= SIZE_MAX) refuse(`a tree of ${size} leaves has no leaf ${index}`);
  checkDigests([leaf, ...proof]);
  const rest = [...proof];
  const under = (at: bigint, width: bigint): Uint8Array => {
    if (width === 1n) return leaf;
    const sibling = rest.pop() ?? refuse("the proof is too short");
    const middle = split(width);
    return at < middle ? nodeHash(under(at, middle), sibling) : nodeHash(sibling, under(at - middle, width - middle));
  };
  const root = under(index, size);
  if (rest.length > 0) refuse("the proof is too long");
  return root;
}

export function verifyInclusion(
  index: bigint, size: bigint, leaf: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array,
): void {
  if (!equal(rootOfInclusion(index, size, leaf, proof), root)) refuse("the proof leads to another root");
}

/** Accept only a proof that the tree of `newer` leaves begins with the one of `older`, which is not empty. */
export function verifyConsistency(
  older: bigint, newer: bigint, proof: readonly Uint8Array[], olderRoot: Uint8Array, newerRoot: Uint8Array,
): void {
  if (older < 1n || older > newer || newer >= SIZE_MAX) refuse(`a tree of ${newer} leaves cannot be shown to continue one of ${older}`);
  if (older === newer) {
    if (proof.length > 0 || !equal(olderRoot, newerRoot)) refuse("one size has one root, and needs no proof");
    return;
  }
  checkDigests([olderRoot, newerRoot, ...proof]);
  const rest = [...proof];
  const roots = (old: bigint, width: bigint, known: boolean): readonly [Uint8Array, Uint8Array] => {
    if (old === width) {
      const digest = known ? olderRoot : (rest.pop() ?? refuse("the proof is too short"));
      return [digest, digest];
    }
    const sibling = rest.pop() ?? refuse("the proof is too short");
    const middle = split(width);
    if (old <= middle) {
      const [first, second] = roots(old, middle, known);
      return [first, nodeHash(second, sibling)];
    }
    const [first, second] = roots(old - middle, width - middle, false);
    return [nodeHash(sibling, first), nodeHash(sibling, second)];
  };
  const [first, second] = roots(older, newer, true);
  if (rest.length > 0) refuse("the proof is too long");
  if (!equal(first, olderRoot) || !equal(second, newerRoot)) refuse("the proof leads to other roots");
}

/** A tree that grows leaf by leaf and keeps its right edge only: for each bit of its size, the root of one perfect subtree. */
export class GrowingTree {
  size = 0;
  private readonly edge: Uint8Array[] = [];

  append(leaf: Uint8Array): void {
    let digest = leaf;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) digest = nodeHash(this.edge.pop() as Uint8Array, digest);
    this.edge.push(digest);
    this.size += 1;
  }

  root(): Uint8Array {
    return this.edge.length === 0 ? EMPTY_ROOT : this.edge.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** The root of a power of two of hashes that lie behind each other. */
export function perfectRoot(hashes: Buffer): Buffer {
  let row = Buffer.from(hashes);
  for (let count = row.length / DIGEST_BYTES; count > 1; count /= 2) {
    for (let i = 0; i < count / 2; i += 1) {
      row.copy(pair, 1, 2 * i * DIGEST_BYTES, (2 * i + 2) * DIGEST_BYTES);
      row.set(sha256(pair), i * DIGEST_BYTES);
    }
  }
  return row.subarray(0, DIGEST_BYTES);
}
