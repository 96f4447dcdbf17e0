/** Client credentials instead of a key, a list as one list, and an operation of the core with the same habits. */

import assert from "node:assert/strict";
import { env } from "node:process";

import { Client } from "countermark-client";

const client = new Client({ clientId: env["COUNTERMARK_CLIENT_ID"], clientSecret: env["COUNTERMARK_CLIENT_SECRET"] });
console.log("called by", (await client.principal.get()).kind);

for (let n = 0; n < 5; n += 1) await client.inference.churnScore({ customer_id: `listed-${n}` });

for await (const decision of client.decisions.list({ use_case: "churn-score", limit: 2 })) console.log(decision.id, decision.outcome);
const newest = await client.decisions.list({ limit: 2 }).take(3);
assert.equal(newest.length, 3);

const { data: useCases } = await client.core.listUseCases({ fetch: client.fetchWith({ timeoutS: 5 }) });
console.log(useCases.length, "use cases");
