"""What the user sees of a crawl: progress while it runs, a summary at its end, drift, a safe log."""
