"""Cleaning in worker processes, with a hard time limit for each page."""
