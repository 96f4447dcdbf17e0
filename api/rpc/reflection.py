"""Server reflection over two pools of descriptors: the default one, and that of the Open Inference Protocol.

The protocol's messages are registered apart (`tools/generate.py`), for its clients bring messages of the same names.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar, cast

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor
from grpc_reflection.v1alpha import reflection

from api.rpc.stubs.inference import open_inference_pb2

Found = TypeVar("Found")


class _Pools:
    """As much of a pool as reflection asks of one. Raises: KeyError, as a pool does."""

    def __init__(self, pools: Iterable[descriptor_pool.DescriptorPool]) -> None:
        self._pools = list(pools)

    def FindFileByName(self, file_name: str) -> FileDescriptor:
        return self._first(lambda pool: pool.FindFileByName(file_name), file_name)

    def FindFileContainingSymbol(self, symbol: str) -> FileDescriptor:
        return self._first(lambda pool: pool.FindFileContainingSymbol(symbol), symbol)

    def FindMessageTypeByName(self, full_name: str) -> Descriptor:
        return self._first(lambda pool: pool.FindMessageTypeByName(full_name), full_name)

    def FindExtensionByNumber(self, message: Descriptor, number: int) -> FieldDescriptor:
        return self._first(lambda pool: pool.FindExtensionByNumber(message, number), message.full_name)

    def FindAllExtensions(self, message: Descriptor) -> list[FieldDescriptor]:
        return [each for pool in self._pools for each in pool.FindAllExtensions(message)]

    def _first(self, find: Callable[[descriptor_pool.DescriptorPool], Found], name: str) -> Found:
        for pool in self._pools:
            try:
                return find(pool)
            except KeyError:
                continue
        raise KeyError(name)


def add_reflection(server: grpc.aio.Server, names: Iterable[str]) -> None:
    """Let callers ask the server what services it has, and what their messages are."""
    pools = _Pools([descriptor_pool.Default(), open_inference_pb2.DESCRIPTOR.pool])
    reflection.enable_server_reflection(
        [*names, reflection.SERVICE_NAME], server, pool=cast("descriptor_pool.DescriptorPool", pools)
    )
