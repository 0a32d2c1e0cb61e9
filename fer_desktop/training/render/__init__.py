"""Faces that are drawn, so that their expression is known exactly. Read `render.py` first."""
