/** Where published vectors lie: beside the checkout, or where VECTORS says. A test skips with a reason where they are absent. */

import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const VECTORS = process.env["VECTORS"] ?? path.resolve(HERE, "../../../../../shared/vectors");

export function skipWithout(name: string): string | false {
  return fs.existsSync(path.join(VECTORS, name)) ? false : `the published vectors ${name} are not beside this checkout`;
}

export function read(name: string): Buffer {
  return fs.readFileSync(path.join(VECTORS, name));
}

/** The files under a folder, by their paths in it. */
export function list(name: string, ending: string): string[] {
  const found = fs.readdirSync(path.join(VECTORS, name), { recursive: true, encoding: "utf8" });
  return found.filter((each) => each.endsWith(ending)).sort();
}
