"""What the crawl is about, and which addresses come first for it."""
