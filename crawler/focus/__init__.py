"""Topics of a focused crawl, and the priority of addresses by their relevance to them."""
