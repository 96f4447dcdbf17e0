"""Everything that leaves this service for a host that a tenant named."""
