/** Public ids: a prefix, `_`, and the 128 bits of a UUID as 26 letters of Crockford's base32 in lower case. */

import { refuse } from "./refusal.js";

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const TAIL = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export function parseId(prefix: string, text: string): Buffer {
  const tail = text.startsWith(`${prefix}_`) ? text.slice(prefix.length + 1) : "";
  if (tail.length !== 26 || !TAIL.test(tail)) return refuse(`${JSON.stringify(text)} is not an id of the kind ${prefix}_`);
  let value = 0n;
  for (const letter of tail) value = (value << 5n) | BigInt(LETTERS.indexOf(letter));
  return Buffer.from(value.toString(16).padStart(32, "0"), "hex");
}

export function writeId(prefix: string, data: Buffer): string {
  let value = BigInt(`0x${data.toString("hex")}`);
  let tail = "";
  for (let i = 0; i < 26; i += 1) {
    tail = (LETTERS[Number(value & 31n)] as string) + tail;
    value >>= 5n;
  }
  return `${prefix}_${tail}`;
}

/** The id of the log in an origin, `<domain>/ledger/env_...`. */
export function logOf(origin: string): Buffer {
  const at = origin.lastIndexOf("/ledger/");
  if (at < 1) return refuse(`${JSON.stringify(origin)} is not the origin of a log`);
  return parseId("env", origin.slice(at + "/ledger/".length));
}
