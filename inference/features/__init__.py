"""Features: pure functions of facts and state to float32 rows, shared by training and serving."""
