"""Clients of model servers, by tritonclient; loaded by `app.wiring` where a model server is set."""
