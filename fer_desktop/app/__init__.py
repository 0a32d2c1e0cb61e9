"""The program behind the window: makes engine and window, connects them, and works for them; owns no algorithm."""
