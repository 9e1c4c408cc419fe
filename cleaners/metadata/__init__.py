"""What a page says about its article beside the text."""
