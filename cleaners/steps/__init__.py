"""The cleaning steps: pure functions over blocks, one idea per file."""
