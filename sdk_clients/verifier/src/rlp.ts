/** RLP, Ethereum's encoding of bytes and lists, read strictly. Source: the Ethereum yellow paper, appendix B. */

import { refuse } from "./refusal.js";

export type Rlp = Buffer | Rlp[];

const BYTES_MAX = 65_536;
const DEPTH_MAX = 8;

export function decodeRlp(data: Buffer): Rlp {
  if (data.length > BYTES_MAX) refuse("the item is too long");
  const items = itemsOf(data, 0);
  const [item] = items;
  return items.length === 1 && item !== undefined ? item : refuse("this is not one item");
}

/** Read a list of byte strings. */
export function decodeRlpList(data: Buffer): Buffer[] {
  const items = decodeRlp(data);
  if (Buffer.isBuffer(items)) return refuse("this is not a list");
  return items.map((item) => (Buffer.isBuffer(item) ? item : refuse("a list has no place here")));
}

/** Read items that follow each other up to the end of the bytes. */
function itemsOf(data: Buffer, depth: number): Rlp[] {
  const items: Rlp[] = [];
  let rest = data;
  while (rest.length > 0) {
    const first = rest[0] as number;
    if (first < 0x80) {
      items.push(rest.subarray(0, 1));
      rest = rest.subarray(1);
      continue;
    }
    const isList = first >= 0xc0;
    const [start, end] = extent(rest, first - (isList ? 0xc0 : 0x80));
    const body = rest.subarray(start, end);
    if (!isList && body.length === 1 && (body[0] as number) < 0x80) refuse("a byte is not in its shortest form");
    if (isList && depth >= DEPTH_MAX) refuse("nested too deep");
    items.push(isList ? itemsOf(body, depth + 1) : body);
    rest = rest.subarray(end);
  }
  return items;
}

/** Where the body of an item begins and ends. low: what its first byte says beyond its kind. */
function extent(data: Buffer, low: number): [number, number] {
  if (low <= 55) {
    if (1 + low > data.length) refuse("the item is cut off");
    return [1, 1 + low];
  }
  const width = low - 55;
  const start = 1 + width;
  if (start > data.length) refuse("the item is cut off");
  const length = BigInt(`0x${data.subarray(1, start).toString("hex")}`);
  if (data[1] === 0 || length <= 55n) refuse("a length is not in its shortest form");
  if (length > BigInt(data.length - start)) refuse("the item is cut off");
  return [start, start + Number(length)];
}
