"""Measuring the parts against public data and against other ways of doing the same."""
