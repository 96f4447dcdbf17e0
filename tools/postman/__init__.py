"""Makes the Postman collection of docs/openapi.json, and runs it against a live server."""
