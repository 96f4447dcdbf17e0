/**
 * CBOR in its one deterministic form (RFC 8949 section 4.2.1), of the part that entries are made of: integers of 64 bits, texts, bytes,
 * lists, maps with texts as keys, true, false and null. The reader refuses every other form at the byte where it meets it, so it needs no
 * second encoding to compare with.
 */

import { fromUtf8 } from "./bytes.js";
import { readCid, type Cid } from "./cids.js";
import { refuse } from "./refusal.js";

/** A float of 64 bits, which only blocks may hold. */
export class Float {
  constructor(readonly value: number) {}
}

/** Integers are numbers where a number holds them exactly, bigints beyond. Links and floats are in blocks only. */
export type Cbor = null | boolean | string | number | bigint | Buffer | Cbor[] | Map<string, Cbor> | Cid | Float;

const ENTRY_BYTES_MAX = 16_384;
export const BLOCK_BYTES_MAX = 1 << 20;
const ENTRY_DEPTH_MAX = 32;
const BLOCK_DEPTH_MAX = 63;
const LINK_TAG = 42;

const enum Major { Unsigned, Negative, Bytes, Text, List, Map, Tag, Simple }

export function decodeCbor(data: Buffer): Cbor {
  if (data.length > ENTRY_BYTES_MAX) refuse(`${data.length} bytes are above the limit of ${ENTRY_BYTES_MAX}`);
  return whole(new Reader(data, ENTRY_DEPTH_MAX, false));
}

/** Read one whole block of dag-cbor: the same form, with links (tag 42) and floats of 64 bits. */
export function decodeBlock(data: Buffer): Cbor {
  if (data.length > BLOCK_BYTES_MAX) refuse(`${data.length} bytes are above the limit of ${BLOCK_BYTES_MAX}`);
  return whole(new Reader(data, BLOCK_DEPTH_MAX, true));
}

function whole(reader: Reader): Cbor {
  const value = reader.value(0);
  if (!reader.isAtEnd) refuse("bytes follow the value");
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly data: Buffer, private readonly depthMax: number, private readonly ofBlock: boolean) {}

  get isAtEnd(): boolean {
    return this.at === this.data.length;
  }

  value(depth: number): Cbor {
    const initial = this.byte();
    const major: Major = initial >> 5;
    if (major === Major.Simple) return initial === 0xfb && this.ofBlock ? this.float() : simple(initial);
    const argument = this.argument(initial & 31);
    switch (major) {
      case Major.Unsigned:
        return argument;
      case Major.Negative:
        return typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER ? -1 - argument : -1n - BigInt(argument);
      case Major.Bytes:
        return this.take(argument);
      case Major.Text:
        return this.text(argument);
      case Major.List:
        return this.list(argument, depth);
      case Major.Map:
        return this.map(argument, depth);
      default:
        return this.ofBlock && argument === LINK_TAG ? this.link() : refuse("a tag has no place here");
    }
  }

  private float(): Float {
    const value = this.take(8).readDoubleBE(0);
    return Number.isFinite(value) ? new Float(value) : refuse("infinity and NaN have no place here");
  }

  private link(): Cid {
    const initial = this.byte();
    if (initial >> 5 !== Major.Bytes) refuse("a link is not bytes");
    const data = this.take(this.argument(initial & 31));
    if (data[0] !== 0) refuse("a link is not binary");
    const [cid, end] = readCid(data, 1);
    return end === data.length ? cid : refuse("bytes follow a link");
  }

  private byte(): number {
    const value = this.data[this.at];
    this.at += 1;
    return value ?? refuse("the bytes end within a value");
  }

  /** Read the number behind an initial byte; only its shortest form is one. */
  private argument(low: number): number | bigint {
    if (low < 24) return low;
    if (low > 27) refuse("an indefinite or reserved length has no place here");
    const width = 1 << (low - 24);
    const start = this.at;
    this.at += width;
    if (this.at > this.data.length) refuse("the bytes end within a value");
    if (width === 8) {
      const wide = this.data.readBigUInt64BE(start);
      if (wide < 0x1_0000_0000n) refuse("an integer is longer than it need be");
      return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
    }
    const value = this.data.readUIntBE(start, width);
    if (value < (width === 1 ? 24 : 2 ** (4 * width))) refuse("an integer is longer than it need be");
    return value;
  }

  private take(length: number | bigint): Buffer {
    const start = this.at;
    if (length > this.data.length - start) refuse("the bytes end within a value");
    this.at += Number(length);
    return this.data.subarray(start, this.at);
  }

  private text(length: number | bigint): string {
    const taken = this.take(length);
    for (let i = 0; i < taken.length; i += 1) {
      if ((taken[i] as number) > 0x7f) return fromUtf8(taken);
    }
    return taken.toString("latin1");
  }

  private list(length: number | bigint, depth: number): Cbor[] {
    this.enter(length, depth);
    const items: Cbor[] = [];
    for (let i = 0; i < Number(length); i += 1) items.push(this.value(depth + 1));
    return items;
  }

  private map(length: number | bigint, depth: number): Map<string, Cbor> {
    this.enter(length, depth);
    const fields = new Map<string, Cbor>();
    let before = -1;
    let beforeEnd = -1;
    for (let i = 0; i < Number(length); i += 1) {
      const start = this.at;
      if ((this.data[start] ?? 0) >> 5 !== Major.Text) refuse("a key is not text");
      const key = this.value(depth + 1) as string;
      const end = this.at;
      if (before >= 0 && this.data.compare(this.data, before, beforeEnd, start, end) <= 0) {
        refuse("the keys are not in order, each once");
      }
      before = start;
      beforeEnd = end;
      fields.set(key, this.value(depth + 1));
    }
    return fields;
  }

  private enter(length: number | bigint, depth: number): void {
    if (depth >= this.depthMax) refuse("nested too deep");
    if (length > this.data.length - this.at) refuse("the bytes end within a value");
  }
}

function simple(initial: number): Cbor {
  switch (initial) {
    case 0xf4:
      return false;
    case 0xf5:
      return true;
    case 0xf6:
      return null;
    default:
      return refuse("a float or another simple value has no place here");
  }
}

/** Write a value in the deterministic form. */
export function encodeCbor(value: Cbor): Buffer {
  if (value === null) return Buffer.of(0xf6);
  if (typeof value === "boolean") return Buffer.of(value ? 0xf5 : 0xf4);
  if (typeof value === "number" || typeof value === "bigint") {
    const wide = BigInt(value);
    return wide < 0n ? head(Major.Negative, -1n - wide) : head(Major.Unsigned, wide);
  }
  if (typeof value === "string") {
    const data = Buffer.from(value, "utf8");
    return Buffer.concat([head(Major.Text, BigInt(data.length)), data]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([head(Major.Bytes, BigInt(value.length)), value]);
  if (Array.isArray(value)) return Buffer.concat([head(Major.List, BigInt(value.length)), ...value.map(encodeCbor)]);
  if (!(value instanceof Map)) return refuse("links and floats have no place here");
  const pairs = [...value].map(([key, item]) => [encodeCbor(key), encodeCbor(item)] as const);
  pairs.sort((left, right) => Buffer.compare(left[0], right[0]));
  return Buffer.concat([head(Major.Map, BigInt(pairs.length)), ...pairs.flat()]);
}

function head(major: Major, argument: bigint): Buffer {
  const top = major << 5;
  if (argument < 24n) return Buffer.of(top | Number(argument));
  const width = argument < 0x100n ? 1 : argument < 0x1_0000n ? 2 : argument < 0x1_0000_0000n ? 4 : 8;
  const written = Buffer.alloc(1 + width);
  written[0] = top | (24 + Math.log2(width));
  if (width === 8) written.writeBigUInt64BE(argument, 1);
  else written.writeUIntBE(Number(argument), 1, width);
  return written;
}
