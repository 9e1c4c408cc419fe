"""The end of the text and what stands below it: credits, notes on the author, comments."""
