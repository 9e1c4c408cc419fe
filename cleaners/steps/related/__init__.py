"""Links to other articles: lists, cards and teasers, cut from the text and kept as related links."""
