/** A decision about a payment, with its reasons, and its receipt checked offline. */

import { Client, receipts } from "countermark-client";

const client = new Client(); // reads COUNTERMARK_API_KEY and COUNTERMARK_BASE_URL

const decision = await client.inference.transactionAnomaly({
  transaction: {
    customer_id: "C000106",
    amount_minor: 4999900, // 49,999.00 INR
    currency: "INR",
    occurred_at: "2026-11-20T20:15:00Z",
    method: "card",
    channel: "web",
    country: "AE",
  },
});
console.log(decision.id, decision.outcome, decision.answer?.probability);
for (const reason of decision.reasons) console.log(`  ${reason.text}`);

receipts.verify(decision.receipt, await client.ledger.keys());
console.log("The receipt is genuine: the log will hold", decision.entry_id);
