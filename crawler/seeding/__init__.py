"""What a crawl begins with: seeds, arguments, plan, start addresses, and what is still sought."""
