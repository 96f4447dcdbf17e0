/** Lists that come in pages, as one list. */

import { CountermarkError } from "./errors.js";

export interface Page<Item> {
  readonly data: readonly Item[];
  readonly has_more: boolean;
  readonly next_after: string | null;
}

/** Every item of a list, in its order; the next page is asked for when it is needed. */
export class Pages<Item, Of extends Page<Item> = Page<Item>> implements AsyncIterable<Item> {
  constructor(private readonly get: (after: string | undefined) => Promise<Of>) {}

  /** The pages as they come, for whoever needs the cursor. Raises: CountermarkError, where they go round in a circle. */
  async *pages(): AsyncGenerator<Of, void> {
    let after: string | undefined;
    for (;;) {
      const page = await this.get(after);
      yield page;
      if (!page.has_more || page.next_after === null) return;
      if (page.next_after === after) throw new CountermarkError(`The list does not go on: the page after ${after} names the same place as the next.`);
      after = page.next_after;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for await (const page of this.pages()) yield* page.data;
  }

  /** The first items, at most `itemsMax` of them. */
  async take(itemsMax: number): Promise<Item[]> {
    const taken: Item[] = [];
    if (itemsMax < 1) return taken;
    for await (const item of this) {
      taken.push(item);
      if (taken.length >= itemsMax) break;
    }
    return taken;
  }
}
