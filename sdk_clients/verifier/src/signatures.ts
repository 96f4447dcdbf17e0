/**
 * The kinds of signatures on notes. 1: Ed25519 over the text (C2SP signed-note). 4: a witness's Ed25519 over the time and the text.
 * 6: ML-DSA-44 (FIPS 204) over names, time, size and root. Of 4 and 6 (C2SP tlog-cosignature) the signature begins with its time.
 */

import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { DIGEST_BYTES } from "./bytes.js";

export const ED25519 = 1;
export const COSIGNATURE = 4;
export const ML_DSA_44 = 6;

/** How long a public key is, by its kind. */
export const KEY_BYTES: ReadonlyMap<number, number> = new Map([[ED25519, 32], [COSIGNATURE, 32], [ML_DSA_44, 1_312]]);

const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");
const ML_DSA_SIGNATURE_BYTES = 2_420;
const TIME_BYTES = 8;
const LABEL = Buffer.from("subtree/v1\n\0", "latin1");

/** Check one Ed25519 signature (RFC 8032). False for anything malformed. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return verify(null, message, keyObject(publicKey), signature);
}

/** Keys as Node has them, made once for each that is pinned. */
const KEYS = new Map<string, KeyObject>();

function keyObject(publicKey: Uint8Array): KeyObject {
  const name = Buffer.from(publicKey).toString("latin1");
  const made = KEYS.get(name) ?? createPublicKey({ key: Buffer.concat([ED25519_SPKI, publicKey]), format: "der", type: "spki" });
  KEYS.set(name, made);
  return made;
}

/** Check one ML-DSA-44 signature (FIPS 204, pure). False for anything malformed. */
export function verifyMlDsa44(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array, context?: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES.get(ML_DSA_44) || signature.length !== ML_DSA_SIGNATURE_BYTES) return false;
  if (context !== undefined && context.length > 255) return false;
  return ml_dsa44.verify(signature, message, publicKey, context === undefined ? {} : { context });
}

/** Check a signature of a note. signature: what follows the id of the key in its line. */
export function verifyNote(kind: number, name: string, publicKey: Buffer, text: string, signature: Buffer): boolean {
  if (kind === ED25519) return verifyEd25519(publicKey, Buffer.from(text, "utf8"), signature);
  if (signature.length <= TIME_BYTES) return false;
  const time = signature.readBigUInt64BE(0);
  if (time >= 2n ** 63n) return false;
  const rest = signature.subarray(TIME_BYTES);
  if (kind === COSIGNATURE) return verifyEd25519(publicKey, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, "utf8"), rest);
  const message = cosignedMessage(name, text, time);
  return message !== null && verifyMlDsa44(publicKey, message, rest);
}

/** The `cosigned_message` of tlog-cosignature with start 0; null where the text is no checkpoint. */
function cosignedMessage(name: string, text: string, time: bigint): Buffer | null {
  const [origin = "", digits = "", encoded = "", end] = text.split("\n");
  if (end === undefined || !/^[0-9]{1,19}$/.test(digits) || BigInt(digits) >= 2n ** 63n) return null;
  const root = Buffer.from(encoded, "base64");
  if (root.length !== DIGEST_BYTES || root.toString("base64") !== encoded) return null;
  const numbers = (...values: bigint[]): Buffer => {
    const written = Buffer.alloc(8 * values.length);
    values.forEach((value, at) => written.writeBigUInt64BE(value, 8 * at));
    return written;
  };
  const parts = [name, origin].map((word) => Buffer.from(word, "utf8"));
  if (parts.some((part) => part.length < 1 || part.length > 255)) return null;
  const [own, log] = parts.map((part) => Buffer.concat([Buffer.of(part.length), part])) as [Buffer, Buffer];
  return Buffer.concat([LABEL, own, numbers(time), log, numbers(0n, BigInt(digits)), root]);
}
