"""What can be said of a single string: its normal form, its shape, its words, its language."""
