"""The Bot API's methods, a module for each matter; `registry` finds them by name."""
