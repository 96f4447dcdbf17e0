"""Stand-ins for the assessment child, each with one bad habit."""
