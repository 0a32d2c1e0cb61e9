"""The page that lists the sessions."""
