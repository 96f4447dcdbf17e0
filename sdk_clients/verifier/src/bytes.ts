/** Bytes: hashing, comparing, and the one spelling of base64 and hex that is accepted. */

import { hash, createHmac } from "node:crypto";
import { refuse } from "./refusal.js";

export const DIGEST_BYTES = 32;

export function sha256(data: Uint8Array): Buffer {
  return hash("sha256", data, "buffer");
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac("sha256", key).update(message).digest();
}

export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && Buffer.compare(left, right) === 0;
}

/** Decode standard base64 with its padding. What is not spelled as an encoder spells it is refused. */
export function fromBase64(text: string): Buffer {
  const data = Buffer.from(text, "base64");
  if (data.toString("base64") !== text) refuse("this is not base64 in its one spelling");
  return data;
}

/** Decode lower-case hex. */
export function fromHex(text: string): Buffer {
  if (!/^(?:[0-9a-f]{2})*$/.test(text) || text.includes("\n")) refuse("this is not lower-case hex");
  return Buffer.from(text, "hex");
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decode UTF-8; a mark of byte order is a letter like any other. */
export function fromUtf8(data: Uint8Array): string {
  try {
    return DECODER.decode(data);
  } catch {
    return refuse("this is not UTF-8");
  }
}
