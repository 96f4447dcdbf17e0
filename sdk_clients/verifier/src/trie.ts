/** Merkle-Patricia tries: that a key has a value under a root. Source: the Ethereum yellow paper, appendix D. Only presence is proven. */

import { keccak_256 } from "@noble/hashes/sha3.js";
import { DIGEST_BYTES, equal } from "./bytes.js";
import { refuse } from "./refusal.js";
import { decodeRlp, type Rlp } from "./rlp.js";

const NODES_MAX = 64;

export function keccak256(data: Uint8Array): Buffer {
  return Buffer.from(keccak_256(data));
}

/** Return the value of a key, which is hashed here as the trie has it. nodes: from the root on, each used. */
export function valueAt(root: Buffer, key: Buffer, nodes: readonly Buffer[]): Buffer {
  if (nodes.length > NODES_MAX) refuse("the proof has too many nodes");
  const waiting = [...nodes];
  const value = descend(root, keccak256(key).toString("hex"), waiting);
  if (waiting.length > 0) refuse("the proof has nodes that lead nowhere");
  return value;
}

/** Follow a path, a digit of hex for each nibble, from what a node refers to. */
function descend(reference: Rlp, path: string, waiting: Buffer[]): Buffer {
  const node = open(reference, waiting);
  if (node.length === 17) {
    if (path === "") refuse("the key ends at a branch");
    return descend(node[Number.parseInt(path.slice(0, 1), 16)] as Rlp, path.slice(1), waiting);
  }
  const [head, tail] = node;
  if (node.length !== 2 || head === undefined || tail === undefined || !Buffer.isBuffer(head)) return refuse("a node is neither a branch nor a pair");
  const { part, isLeaf } = partOf(head);
  if (!path.startsWith(part)) refuse("the key is not there");
  if (!isLeaf) return descend(tail, path.slice(part.length), waiting);
  if (path !== part || !Buffer.isBuffer(tail) || tail.length === 0) return refuse("the proof does not end at a value");
  return tail;
}

/** Open what a reference names: a node by its hash, or one that is shorter than a hash and stands there itself. */
function open(reference: Rlp, waiting: Buffer[]): Rlp[] {
  if (!Buffer.isBuffer(reference)) return reference;
  const next = waiting.shift();
  if (next === undefined || reference.length !== DIGEST_BYTES || !equal(keccak256(next), reference)) {
    return refuse("a node is missing, or is not the one that is referred to");
  }
  const node = decodeRlp(next);
  return Buffer.isBuffer(node) ? refuse("a node is not a list") : node;
}

/** Read the nibbles of a leaf or of an extension. */
function partOf(head: Buffer): { part: string; isLeaf: boolean } {
  const digits = head.toString("hex");
  const flag = Number.parseInt(digits.slice(0, 1), 16);
  if (digits === "" || flag > 3) refuse("a pair has no path");
  const isOdd = flag % 2 === 1;
  if (!isOdd && digits[1] !== "0") refuse("a path is padded with something");
  const part = digits.slice(isOdd ? 1 : 2);
  if (flag < 2 && part === "") refuse("an extension leads nowhere");
  return { part, isLeaf: flag >= 2 };
}
