"""The cleaning steps: one idea a file, pure functions over blocks."""
