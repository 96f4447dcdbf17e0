"""How large a ruleset may be. Without loops, these bound what one evaluation can cost (docs/decisions/0009)."""

GRAPH_BYTES_MAX = 524_288
NODES_MAX = 64
EDGES_MAX = 256
ROWS_MAX = 1_000
COLUMNS_MAX = 32
EXPRESSIONS_MAX = 8_192
"""Cells, expressions and conditions of one graph together, empty ones not counted."""
TEXT_MAX = 1_024
"""Characters of one cell, expression or condition."""
TEXT_RESULT_MAX = 16_384
"""Characters that a text made by rules can have, where each fact of it has 1,024."""
DEPTH_MAX = 32
"""Nesting within one expression."""
ITEMS_MAX = 256
"""Values in one list, arguments of one call."""
SCENARIOS_MAX = 256
"""Ways through the switches of a graph, each of which is checked."""
FINDINGS_MAX = 50
NOTES_MAX = 20
NOTE_CHARS_MAX = 200

COST_US_MAX = 2_000
"""What one evaluation may take at worst, in microseconds of CPU."""
