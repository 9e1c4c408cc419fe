"""Other whole articles that stand in the same page."""
