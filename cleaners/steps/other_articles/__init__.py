"""Other complete articles on the same page."""
