"""What the bot does for people, one module a deed; each runs within one transaction."""
