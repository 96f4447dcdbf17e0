"""The process that works batches off: it brings 150 MB of libraries that nothing else here needs."""

from app.job_process import JobProcess
from app.settings import Settings, inherited_environment
from inference.batch.upkeep import BatchUpkeep


def batch_process(upkeep: BatchUpkeep, settings: Settings) -> JobProcess:
    # One thread of ours works one chunk off; polars' own pool is as large, and glibc's heaps are few.
    threads = str(settings.batches.threads)
    limits = {"POLARS_MAX_THREADS": threads, "MALLOC_ARENA_MAX": threads, "OMP_NUM_THREADS": "1"}
    return JobProcess("app.batcher", upkeep, inherited_environment() | limits)
