/** Files of lines: a line ends with a newline and with nothing else; the last one may go without. */

import type { Container } from "./container.js";
import { refuse } from "./refusal.js";

export function* splitLines(data: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < data.length) {
    const end = data.indexOf(0x0a, at);
    yield data.subarray(at, end < 0 ? data.length : end);
    at = end < 0 ? data.length : end + 1;
  }
}

/** The lines of the files under a folder that are numbered from 0, `000000.jsonl` and on, one after the other. */
export function* numberedLines(files: Container, folder: string): Generator<Buffer> {
  const names = [...files.names()].filter((name) => name.startsWith(folder)).sort();
  for (const [number, name] of names.entries()) {
    if (name !== `${folder}${String(number).padStart(6, "0")}.jsonl`) refuse(`the files of ${folder} are not numbered from 0 on`);
  }
  for (const name of names) yield* splitLines(files.read(name));
}
