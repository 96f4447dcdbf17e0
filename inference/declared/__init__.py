"""Features that tenants declare: an expression over the catalogue's features and the facts of a question, never code."""
