"""A receipt is checked offline, and the entry that it promised is found in the log. Needs the extra `verify`."""

import time

from countermark_client import Client, receipts

with Client() as client:
    keys = client.ledger.keys()  # fetch them once, compare their fingerprints, and keep them
    decision = client.inference.churn_score(customer_id="cust_42")
    promised = receipts.verify(decision.receipt, keys)
    print("promised by", promised.key, "until", promised.due_at_us)
    proof = client.ledger.entry_proof(decision.entry_id)
    while proof.state == "pending":  # a signed checkpoint covers it a second after the decision
        time.sleep(0.2)
        proof = client.ledger.entry_proof(decision.entry_id)
    print("entry", proof.entry_id, "is at", proof.leaf_index, "of log", proof.log_id)
