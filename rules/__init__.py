"""What turns a prediction into an outcome: rulesets in the GoRules JDM format, checked before they may decide."""
