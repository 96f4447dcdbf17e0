"""What was known of an entity before a row: one fold for training, files and decisions."""
