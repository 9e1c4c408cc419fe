"""Cleaning in other processes, with a hard time limit for each page."""
