"""What a person sees of a crawl: progress while it runs, a summary at its end."""
