/** A file of customers: sent with progress, watched, and its results written to a file. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Client } from "countermark-client";

const folder = await mkdtemp(join(tmpdir(), "countermark-"));
const customers = join(folder, "customers.csv");
const results = join(folder, "results.csv");
await writeFile(customers, ["customer_id", ...Array.from({ length: 200 }, (_, n) => `C${n}`)].join("\n"));

const client = new Client();
const batch = await client.batches.create(
  customers,
  { use_case: "churn-score", id_column: "customer_id" },
  { onProgress: (sent, total) => console.log(`sent ${sent} of ${total} bytes`) },
);
for await (const { event, batch: now } of client.batches.events(batch.id)) console.log(event, now.rows);

const ended = await client.batches.wait(batch.id, { waitS: 60 });
if (ended.state !== "completed") throw new Error(`the batch ${ended.state}: ${ended.failure?.message}`);
const bytes = await client.batches.results(batch.id).toFile(results);
console.log(`${bytes} bytes of results, beginning with`, (await readFile(results, "utf8")).split("\n")[0]);
await rm(folder, { recursive: true });
