"""Models that a tenant made elsewhere: read strictly, tried in a sandbox, and only then let near a decision."""
