"""Drives Ray Data over the chunks of one batch, in the interpreter that has Ray: a job in, answers out in their order.

Standard input holds a `RemoteJob`; each answer goes to standard output behind its length. Ray's own words go to standard error.
"""

import dataclasses
import os
import resource
import sys

import msgspec
import ray
from ray.data import ActorPoolStrategy, DataContext

from inference.batch.remote import RemoteJob, RemoteWorker

LENGTH_BYTES = 4


def main() -> None:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints there
    _, memory = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (memory, memory)
    )  # the bound of a batcher is none of a cluster's
    raw = sys.stdin.buffer.read()
    job = msgspec.msgpack.decode(raw, type=RemoteJob)
    local = {"num_cpus": job.workers, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    ray.init(**({"address": job.address} if job.address else local), log_to_driver=False)
    context = DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    light = msgspec.msgpack.encode(dataclasses.replace(job, chunks=[]))
    rows = [{"chunk": msgspec.msgpack.encode(chunk)} for chunk in job.chunks]
    found = ray.data.from_items(rows, override_num_blocks=max(len(rows), 1)).map(
        RemoteWorker, fn_constructor_args=(light,), compute=ActorPoolStrategy(size=job.workers)
    )
    for row in found.iter_rows():
        answer = bytes(row["answer"])
        out.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        out.flush()
    ray.shutdown()


if __name__ == "__main__":
    main()
