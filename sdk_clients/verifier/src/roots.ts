/**
 * Roots of the super-log that the log's key on Ethereum signed: EIP-712 `EpochRoot` in the domain of the contract `LogAnchor`. They prove
 * nothing here; who keeps one can freeze a contract that takes another root. Format: docs/decisions/0051.
 */

import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { Container } from "./container.js";
import { equal } from "./bytes.js";
import { integer, parseJson, record, type Json } from "./json.js";
import { splitLines } from "./lines.js";
import { refuse } from "./refusal.js";
import { keccak256 } from "./trie.js";
import type { Pin } from "./trust.js";

const ROOTS = "super/roots.jsonl";
const FIELDS = ["epoch", "chain_id", "contract", "root", "signer", "signature"] as const;
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const ROOT_TYPE = "EpochRoot(uint64 epoch,bytes32 root)";

/** signer: address of the key that signed. signature: r, s and v, as the contract takes it. */
export interface SignedRoot {
  readonly contract: Pin;
  readonly epoch: bigint;
  readonly root: Buffer;
  readonly signer: Buffer;
  readonly signature: Buffer;
}

/** Read the list, if there is one. */
export function signedRoots(files: Container): SignedRoot[] {
  if (!files.names().has(ROOTS)) return [];
  return [...splitLines(files.read(ROOTS))].map((line) => {
    const fields = record(parseJson(line), FIELDS);
    return {
      contract: { chainId: integer(fields, "chain_id"), value: hexOf(fields.get("contract"), 20) },
      epoch: integer(fields, "epoch"),
      root: hexOf(fields.get("root"), 32),
      signer: hexOf(fields.get("signer"), 20),
      signature: hexOf(fields.get("signature"), 65),
    };
  });
}

/** Checks signatures. The key of a signer is recovered from its first one; of later ones v may be either. */
export class Signatures {
  private readonly keys = new Map<string, Uint8Array>();

  require(one: SignedRoot): void {
    const digest = digestOf(one);
    const v = one.signature[64];
    const isInRange = numberOf(one.signature.subarray(0, 32)) < CURVE_ORDER && numberOf(one.signature.subarray(32, 64)) <= CURVE_ORDER / 2n;
    if ((v !== 27 && v !== 28) || !isInRange) return refuse("this is not a signature that the contract would take");
    const name = one.signer.toString("hex");
    const known = this.keys.get(name);
    if (known === undefined) this.keys.set(name, keyOf(one, digest, v - 27));
    else if (!secp256k1.verify(one.signature.subarray(0, 64), digest, known, { prehash: false, lowS: true })) refuse(`0x${name} did not sign the root of epoch ${one.epoch}`);
  }
}

/** Recover the key of a signature, which must be that of the signer whom the line names. */
function keyOf(one: SignedRoot, digest: Uint8Array, recovery: number): Uint8Array {
  const key = recovered(one.signature, digest, recovery);
  const address = keccak256(key.subarray(1)).subarray(12);
  return equal(address, one.signer) ? key : refuse(`0x${one.signer.toString("hex")} did not sign the root of epoch ${one.epoch}`);
}

/** The key as 65 bytes: 4, x and y. */
function recovered(signature: Buffer, digest: Uint8Array, recovery: number): Uint8Array {
  try {
    return secp256k1.Signature.fromBytes(signature.subarray(0, 64), "compact").addRecoveryBit(recovery).recoverPublicKey(digest).toBytes(false);
  } catch {
    return refuse("this is a signature of no key");
  }
}

/** The 32 bytes that are signed for the root of an epoch, for this contract alone. */
function digestOf({ contract, epoch, root }: SignedRoot): Buffer {
  const domain = [hashOf(DOMAIN_TYPE), hashOf("Countermark LogAnchor"), hashOf("1"), wordOf(contract.chainId), Buffer.concat([Buffer.alloc(12), contract.value])];
  const message = keccak256(Buffer.concat([hashOf(ROOT_TYPE), wordOf(epoch), root]));
  return keccak256(Buffer.concat([Buffer.from([0x19, 0x01]), keccak256(Buffer.concat(domain)), message]));
}

function hashOf(text: string): Buffer {
  return keccak256(Buffer.from(text, "utf8"));
}

function wordOf(value: bigint): Buffer {
  const word = Buffer.alloc(32);
  word.writeBigUInt64BE(value, 24);
  return word;
}

function numberOf(data: Buffer): bigint {
  return BigInt(`0x${data.toString("hex")}`);
}

function hexOf(value: Json | undefined, length: number): Buffer {
  if (typeof value !== "string" || value.length !== 2 + 2 * length || !/^0x[0-9a-fA-F]*$/.test(value)) return refuse(`expected 0x and ${length} bytes in hex`);
  return Buffer.from(value.slice(2), "hex");
}
