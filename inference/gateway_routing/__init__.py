"""Which gateway takes a payment: policies that learn from attempts, what they chose, how they compare, what they would have done."""
