"""Functions of a single string: normal form, shape, words, language."""
