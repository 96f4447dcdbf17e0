"""Sandboxes: made with a seed, told of what is magic in them, and put back to the seed."""
