"""The related-block detector: which blocks of a page lead to further articles, and as what."""
