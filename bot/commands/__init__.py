"""The commands, one module a trade."""
