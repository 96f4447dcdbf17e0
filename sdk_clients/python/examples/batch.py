"""A file of customers is scored, watched and downloaded."""

import tempfile
from pathlib import Path

from countermark_client import Client

with tempfile.TemporaryDirectory() as folder, Client() as client:
    customers = Path(folder) / "customers.csv"
    customers.write_text("customer_id\n" + "\n".join(f"cust_{number}" for number in range(100)) + "\n")

    batch = client.batches.create(
        customers,
        use_case="churn-score",
        on_progress=lambda sent, total: print(f"sent {sent} of {total} bytes"),
    )
    for event in client.batches.events(batch.id):
        print(event.name, event.batch.rows, "rows")
    batch = client.batches.wait(batch.id, timeout_s=60)

    results = Path(folder) / "results.csv"
    size = client.batches.results(batch.id, results)
    print(batch.state, size, "bytes, first row:", results.read_text().splitlines()[1])
