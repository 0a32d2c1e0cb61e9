"""Many sessions of many people as one: which belongs where, one table of figures, and comparisons over people."""
