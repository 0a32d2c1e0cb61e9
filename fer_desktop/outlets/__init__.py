"""Values for other programs while they arise: off until switched on. No window, no engine."""
