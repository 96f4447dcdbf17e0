# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""The models, each in a module of its own name."""
