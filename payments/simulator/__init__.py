"""A seeded world of customers, merchants, gateways, payouts and invoices, with its frauds and errors labelled.

The same configuration gives the same bytes on every machine: one Mersenne Twister per subsystem, seeded by name
(`random.Random` is stable across Python versions), and no clock. Times follow India: days begin at midnight IST.
What is learned from it holds for it alone; it exists to try the product, not to describe anybody's customers.
"""
