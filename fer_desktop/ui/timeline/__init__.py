"""Curves over time: lanes, their items, the legend."""
