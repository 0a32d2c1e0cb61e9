"""Adapting the last layer to some people: examples, the fit, its judgement on what was held out. Arrays, no files."""
