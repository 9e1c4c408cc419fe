"""What a page means for the crawl: a record or one reason why not, its edges, and where it leads."""
