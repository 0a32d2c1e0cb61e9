"""The page on which people code moments of a session by hand, and see how far the app agrees with them."""
