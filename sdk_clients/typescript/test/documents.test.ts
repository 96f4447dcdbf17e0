import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { API_VERSION, VERSION } from "../src/index.js";

const ROOT = new URL("../../", import.meta.url);

async function read(path: string): Promise<string> {
  return await readFile(new URL(path, ROOT), "utf8");
}

test("one version stands in the code, the package and the changelog", async () => {
  const { version } = JSON.parse(await read("package.json")) as { version: string };
  assert.equal(version, VERSION);
  assert.match(await read("CHANGELOG.md"), new RegExp(`^## ${VERSION.replaceAll(".", "\\.")} `, "m"));
});

test("the pinned version of the API is the one that the core was generated from", async () => {
  const { info } = JSON.parse(await read("../../docs/openapi.json")) as { info: { version: string } };
  assert.equal(info.version, API_VERSION);
});

test("each block of code in the README stands in an example, which is run against a live server", async () => {
  const examples = await Promise.all((await readdir(new URL("examples", ROOT))).map((name) => read(`examples/${name}`)));
  const text = examples.join("\n").replace(/^ +/gm, "");
  const blocks = [...(await read("README.md")).matchAll(/^```ts\n([^]*?)^```$/gm)].map((match) => match[1] ?? "");
  assert.ok(blocks.length >= 6);
  for (const block of blocks) assert.ok(text.includes(block.replace(/^ +/gm, "")), block);
});
