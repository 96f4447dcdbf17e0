"""Every operation of the API is there, on the same transport, also those without a method of their own."""

from countermark_client import Client
from countermark_client._core.api.alerts import list_alerts
from countermark_client._core.api.inference import list_use_cases

with Client() as client:
    for each in list_use_cases.sync(client=client.core).data:
        print(each.name, "-", each.question)
    print(len(list_alerts.sync(client=client.core, limit=5).data), "alerts")
