"""The clients over gRPC: `pip install countermark-client[grpc]`."""

from countermark_client._async.rpc import AsyncGrpcClient
from countermark_client._sync.rpc import GrpcClient

__all__ = ["AsyncGrpcClient", "GrpcClient"]
