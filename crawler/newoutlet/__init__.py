"""Propose an outlet file from pages of the outlet, and say what is unsure about it."""
