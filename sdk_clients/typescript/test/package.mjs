// The package as npm makes and installs it: what is in it, that it loads alone, and that a strict consumer's types hold.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "countermark-package-"));
const run = (command, args, cwd = folder) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const CONSUMER = `
import { Client, NotFound, receipts, webhooks, type Pages, type types, type WebhookEvent } from "countermark-client";

export async function use(client: Client): Promise<string> {
  const decision: types.ChurnScoreDecision = await client.inference.churnScore({ customer_id: "C1" }, { timeoutS: 5 });
  receipts.verify(decision.receipt, await client.ledger.keys());
  const lines: Pages<types.DecisionLine> = client.decisions.list({ limit: 5 });
  for await (const line of lines) return line.id;
  const event: WebhookEvent = webhooks.verify("{}", {}, "whsec_AAAA");
  // @ts-expect-error a question without its customer is refused by the types
  await client.inference.churnScore({ customer: 1 });
  return event.type + String(new Error() instanceof NotFound);
}
`;
const SETTINGS = {
  compilerOptions: { strict: true, noEmit: true, module: "nodenext", target: "es2022", lib: ["es2023"], types: ["node"], skipLibCheck: false, typeRoots: [resolve(ROOT, "node_modules/@types")] },
};

try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--silent", "--ignore-scripts", "--pack-destination", folder], ROOT));
  const paths = packed.files.map((file) => file.path);
  for (const path of paths) assert.match(path, /^(dist\/src\/|README\.md$|CHANGELOG\.md$|LICENSE$|package\.json$)/);
  for (const path of ["dist/src/index.js", "dist/src/index.d.ts", "dist/src/core/sdk.gen.js", "LICENSE"]) assert.ok(paths.includes(path), path);
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  run("npm", ["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--offline", join(folder, packed.filename)]);
  writeFileSync(join(folder, "use.mjs"), 'const sdk = await import("countermark-client");\nconsole.log(sdk.VERSION, typeof sdk.Client, typeof sdk.receipts.verify);');
  assert.equal(run("node", ["use.mjs"]).trim(), `${packed.version} function function`);
  writeFileSync(join(folder, "use.ts"), CONSUMER);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(SETTINGS));
  run(resolve(ROOT, "node_modules/.bin/tsc"), ["-p", "."]);
  console.log(`${packed.filename}: ${paths.length} files, ${Math.round(packed.size / 1000)} kB packed, loads alone, its types hold`);
} finally {
  rmSync(folder, { recursive: true });
}
