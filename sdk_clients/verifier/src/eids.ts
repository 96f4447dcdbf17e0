/** Which entry has an id: a table of open addressing, 28 bytes an entry instead of the hundreds that a Map of texts takes. */

import { randomBytes } from "node:crypto";

const ID_BYTES = 16;

export class EidTable {
  size = 0;
  private ids = Buffer.alloc(1_024 * ID_BYTES);
  private slots = new Int32Array(2_048).fill(-1);
  /** Nobody who chooses ids can choose their slots. */
  private readonly seeds = new Uint32Array(new Uint8Array(randomBytes(16)).buffer);

  find(eid: Uint8Array): number | undefined {
    const found = this.slots[this.slot(eid)] as number;
    return found < 0 ? undefined : found;
  }

  /** Give the id the next number. Returns: the number it has already, where it has one. */
  add(eid: Uint8Array): number | undefined {
    if ((this.size + 1) * 2 > this.slots.length) this.grow();
    const slot = this.slot(eid);
    const before = this.slots[slot] as number;
    if (before >= 0) return before;
    this.slots[slot] = this.size;
    this.ids.set(eid, this.size * ID_BYTES);
    this.size += 1;
    return undefined;
  }

  private slot(eid: Uint8Array): number {
    const mask = this.slots.length - 1;
    let at = this.hash(eid) & mask;
    for (;;) {
      const held = this.slots[at] as number;
      if (held < 0 || this.holds(held, eid)) return at;
      at = (at + 1) & mask;
    }
  }

  private holds(number: number, eid: Uint8Array): boolean {
    for (let i = 0, at = number * ID_BYTES; i < ID_BYTES; i += 1) if (this.ids[at + i] !== eid[i]) return false;
    return true;
  }

  private hash(eid: Uint8Array): number {
    let mixed = 0;
    for (let word = 0; word < 4; word += 1) {
      const i = 4 * word;
      const value = (eid[i] as number) | ((eid[i + 1] as number) << 8) | ((eid[i + 2] as number) << 16) | ((eid[i + 3] as number) << 24);
      mixed = Math.imul(mixed ^ value ^ (this.seeds[word] as number), 0x9e3779b1);
      mixed ^= mixed >>> 15;
    }
    return mixed >>> 0;
  }

  private grow(): void {
    const ids = Buffer.alloc(this.ids.length * 2);
    this.ids.copy(ids);
    this.ids = ids;
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    for (let number = 0; number < this.size; number += 1) {
      this.slots[this.slot(ids.subarray(number * ID_BYTES, (number + 1) * ID_BYTES))] = number;
    }
  }
}
