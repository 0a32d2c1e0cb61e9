"""How fast this machine is, and where the time goes: `fer-desktop bench`."""
