"""What stands above the text: headline, byline, dateline, keywords."""
