"""Find the article's text, and what inside it is not text: captions, embedded posts, tables of contents."""
