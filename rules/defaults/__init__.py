"""The rulesets that decide until a tenant activates one of its own: JDM files, one for each use case."""
