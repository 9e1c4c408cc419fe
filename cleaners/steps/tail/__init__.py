"""Where the text ends, and what stands below it: credits, notes on the author, comments."""
