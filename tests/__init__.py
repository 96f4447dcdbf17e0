"""Tests, and what they share."""

import os

# Clusters are forked from processes full of gRPC's threads, whose handlers stop these, wait for them, and start them again
# (https://github.com/grpc/grpc/blob/master/doc/fork_support.md). Who calls exec at once, as all here do, needs none of that.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
