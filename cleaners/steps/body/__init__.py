"""Which lines are the text, and what inside it is none: captions, embedded posts, contents lists."""
