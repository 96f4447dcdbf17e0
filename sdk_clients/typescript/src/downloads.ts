/** Files on their way in: read as they come, taken up again where a connection broke. */

import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import { ConnectionFailed } from "./errors.js";

/** A file of the service that does not change any more. Each reading asks for it anew. */
export class Download implements AsyncIterable<Uint8Array> {
  constructor(
    private readonly open: () => Promise<Response>,
    private readonly reopenMax: number,
  ) {}

  /** Its bytes. Where a connection breaks, it is asked for again and what was there already is passed over. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    let had = 0;
    for (let opened = 0; ; opened += 1) {
      let at = 0;
      try {
        for await (const piece of bytesOf(await this.open())) {
          const fresh = piece.subarray(Math.max(0, had - at));
          at += piece.length;
          had = Math.max(had, at);
          if (fresh.length > 0) yield fresh;
        }
        return;
      } catch (error) {
        if (!(error instanceof ConnectionFailed) || opened >= this.reopenMax) throw error;
      }
    }
  }

  /** Write it to a file, which is there only when it is whole. Returns: its bytes. */
  async toFile(path: string): Promise<number> {
    const part = `${path}.${randomUUID()}.part`;
    let bytes = 0;
    const counted = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
      for await (const piece of pieces) {
        bytes += piece.length;
        yield piece;
      }
    };
    try {
      await pipeline(counted(this), createWriteStream(part));
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return bytes;
  }

  /** All of it in memory. */
  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }
}

/** The bytes of an answer as they come; leaving early ends the connection. */
export async function* bytesOf(response: Response): AsyncGenerator<Uint8Array, void> {
  if (response.body === null) return;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
