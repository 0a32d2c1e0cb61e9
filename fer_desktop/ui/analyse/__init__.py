"""The page that analyses files: a queue, how far each is, and what came of it."""
