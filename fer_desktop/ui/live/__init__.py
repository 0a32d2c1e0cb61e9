"""The live page: source, picture, cards, timelines."""
