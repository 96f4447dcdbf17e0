/** Tiles: 256 hashes of a level of the tree, and 256 entries, as files. Source: C2SP tlog-tiles. */

import { refuse } from "./refusal.js";

export const WIDTH = 256;
const LEVEL_MAX = 7;
const LENGTH_BYTES = 2;

export interface Tile {
  readonly path: string;
  readonly index: number;
  readonly width: number;
}

/** Name the tiles of one level of a tree of `size` leaves, the last one partial where it is; `level` "entries" are those of level 0. */
export function* tilesOf(size: number, level: number | "entries"): Generator<Tile> {
  const count = Math.floor(size / WIDTH ** (level === "entries" ? 0 : level));
  if (level !== "entries" && level > LEVEL_MAX) return;
  for (let index = 0; index * WIDTH < count; index += 1) {
    const width = Math.min(WIDTH, count - index * WIDTH);
    const partial = width < WIDTH ? `.p/${width}` : "";
    yield { path: `tile/${level}/${indexPath(index)}${partial}`, index, width };
  }
}

/** Take a bundle apart: each entry behind its length, two bytes, big-endian. */
export function readBundle(data: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  let at = 0;
  while (at < data.length) {
    const start = at + LENGTH_BYTES;
    if (start > data.length) refuse("an entry is cut off");
    const end = start + data.readUInt16BE(at);
    if (end > data.length) refuse("an entry is cut off");
    if (entries.length === WIDTH) refuse(`a bundle holds ${WIDTH} entries at most`);
    entries.push(data.subarray(start, end));
    at = end;
  }
  return entries;
}

/** Digits in groups of three, each but the last behind an x: 1234067 is x001/x234/067. */
function indexPath(index: number): string {
  const last = String(index % 1_000).padStart(3, "0");
  let path = last;
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000)) {
    path = `x${String(rest % 1_000).padStart(3, "0")}/${path}`;
  }
  return path;
}
