"""The studies page: who takes part, which session is whose, what is missing, and what the figures say."""
