"""The offline verifier. It imports nothing of the server: an auditor runs it alone, years later."""
