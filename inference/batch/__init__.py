"""Batches: files of any size, scored in chunks by a process of their own."""
