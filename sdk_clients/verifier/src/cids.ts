/** CIDs, by which blocks name themselves and each other. Source: the multiformats specifications of CIDs, multihashes and varints. */

import { equal, sha256 } from "./bytes.js";
import { refuse } from "./refusal.js";

export const RAW = 0x55;
export const DAG_CBOR = 0x71;
export const SHA2_256 = 0x12;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const VARINT_BYTES_MAX = 9;

/** text: lower-case base32, by which CIDs are compared. hashing: code of the multihash. */
export interface Cid {
  readonly version: number;
  readonly codec: number;
  readonly hashing: number;
  readonly digest: Buffer;
  readonly text: string;
}

export function isCid(value: unknown): value is Cid {
  return typeof value === "object" && value !== null && "hashing" in value && "digest" in value;
}

/** Read the CID that begins at `at`. Returns: it, and where it ends. */
export function readCid(data: Buffer, at: number): [Cid, number] {
  const isOfVersion0 = data[at] === SHA2_256 && data[at + 1] === 32;
  let place = at;
  const next = (): number => {
    const [value, end] = readVarint(data, place);
    place = end;
    return value;
  };
  const version = isOfVersion0 ? 0 : next();
  const codec = isOfVersion0 ? 0x70 : next();
  if (!isOfVersion0 && version !== 1) refuse(`a CID of version ${version} is not known`);
  const hashing = next();
  const length = next();
  const end = place + length;
  if (end > data.length || (hashing === SHA2_256 && length !== 32)) refuse("a CID is cut off");
  const text = `b${writeBase32(data.subarray(at, end))}`;
  return [{ version, codec, hashing, digest: data.subarray(place, end), text }, end];
}

/** Read a CID in base32, in its one spelling. */
export function parseCid(text: string): Cid {
  const data = readBase32(text.slice(1));
  const [cid, end] = readCid(data, 0);
  return end === data.length && cid.text === text ? cid : refuse("this is not a CID in base32");
}

/** Whether these are the bytes that a CID names; only SHA-256 is known here. */
export function matches(cid: Cid, data: Buffer): boolean {
  return cid.hashing === SHA2_256 && equal(sha256(data), cid.digest);
}

/** Read an unsigned LEB128 number in its shortest form. Returns: it, and where it ends. */
export function readVarint(data: Buffer, at: number): [number, number] {
  let value = 0;
  for (let place = 0; place < VARINT_BYTES_MAX; place += 1) {
    const octet = data[at + place];
    if (octet === undefined) return refuse("a number is cut off");
    value += (octet & 0x7f) * 2 ** (7 * place);
    if (octet < 0x80) return octet === 0 && place > 0 ? refuse("a number is longer than it need be") : [value, at + place + 1];
  }
  return refuse("a number is too long");
}

function writeBase32(data: Buffer): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const octet of data) {
    held = ((held << 8) | octet) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31] as string;
  }
  return bits > 0 ? text + (LETTERS[(held << (5 - bits)) & 31] as string) : text;
}

function readBase32(text: string): Buffer {
  const data: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return refuse("this is not base32");
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      data.push((held >> bits) & 0xff);
    }
  }
  return Buffer.from(data);
}
