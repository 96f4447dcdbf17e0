/** Files on their way out: opened anew at each try, counted as they go, never held whole. */

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/**
 * A path, bytes, or a stream. A path, bytes and a Blob can be sent again when a connection breaks; a stream cannot, and no more can a pipe,
 * though it has a path. A file that grows meanwhile is sent as long as it was.
 */
export type FileSource = string | URL | Uint8Array | Blob | AsyncIterable<Uint8Array>;

/** Told after each piece. total: null for a stream, whose length nobody knows. A new try begins again at 0. */
export type Progress = (sentBytes: number, totalBytes: number | null) => void;

const PIECE_BYTES = 65_536;

export class Upload {
  private failed: unknown;

  private constructor(
    private readonly source: () => AsyncIterable<Uint8Array>,
    readonly lengthBytes: number | null,
    readonly isRepeatable: boolean,
    private readonly progress: Progress | undefined,
  ) {}

  /** Raises: what the file system says of a path that cannot be read. */
  static async of(file: FileSource, progress?: Progress): Promise<Upload> {
    if (typeof file === "string" || file instanceof URL) {
      const found = await stat(file);
      if (!found.isFile()) return new Upload(() => createReadStream(file, { highWaterMark: PIECE_BYTES }), null, false, progress);
      return new Upload(() => begun(file, found.size), found.size, true, progress);
    }
    if (file instanceof Uint8Array) return new Upload(() => pieces(file), file.length, true, progress);
    if (file instanceof Blob) return new Upload(() => piecesOf(file), file.size, true, progress);
    return new Upload(() => file, null, false, progress);
  }

  /** Why the source could not be read; undefined as long as it could. */
  get failure(): unknown {
    return this.failed;
  }

  /** Open it for one try. moved: called for each piece that is taken. */
  stream(moved: () => void): ReadableStream<Uint8Array> {
    const iterator = this.source()[Symbol.asyncIterator]();
    let sentBytes = 0;
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await iterator.next();
            moved();
            if (done === true) {
              controller.close();
              return;
            }
            sentBytes += value.length;
            controller.enqueue(value);
            this.progress?.(sentBytes, this.lengthBytes);
          } catch (error) {
            this.failed = error;
            throw error;
          }
        },
        cancel: async () => {
          await iterator.return?.();
        },
      },
      { highWaterMark: 0 },
    );
  }
}

/** The first bytes of a file. */
function begun(file: string | URL, bytes: number): AsyncIterable<Uint8Array> {
  return bytes === 0 ? pieces(new Uint8Array()) : createReadStream(file, { highWaterMark: PIECE_BYTES, end: bytes - 1 });
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    yield new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer());
  }
}
