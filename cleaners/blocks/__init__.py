"""A page as numbered text blocks: how HTML and flattened text become blocks, and the document that they form."""
