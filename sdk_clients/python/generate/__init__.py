"""What writes the generated parts of the Python SDK."""
