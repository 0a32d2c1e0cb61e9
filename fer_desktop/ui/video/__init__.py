"""A picture with its faces drawn over it, and which picture goes with which faces."""
