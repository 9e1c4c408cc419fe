"""Lists, cards and teasers of other articles, removed from the text and kept as related links."""
