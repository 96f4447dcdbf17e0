"""The client without blocking; `_sync` is made of it."""
