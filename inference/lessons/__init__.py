"""What use cases about events learn from in jobs: facts that came with questions, and what was told of these later."""
