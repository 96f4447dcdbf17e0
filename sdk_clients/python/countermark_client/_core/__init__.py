# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""The generated core: one function for each operation, one class for each schema."""
