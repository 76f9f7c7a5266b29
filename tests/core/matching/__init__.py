"""Tests of the matcher, on a small knowledge base that has nothing to do with the bot's subject."""
