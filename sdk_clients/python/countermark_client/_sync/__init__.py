"""The client that blocks. All but `waiting` is generated from `_async` by `make generate-sdk-python`."""
