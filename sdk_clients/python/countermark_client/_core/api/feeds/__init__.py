# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""Contains endpoint functions for accessing the API"""
