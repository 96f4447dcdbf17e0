# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""Contains methods for accessing the API"""
