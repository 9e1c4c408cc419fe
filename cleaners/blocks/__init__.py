"""Pages as sequences of text blocks, built from HTML or flattened text."""
