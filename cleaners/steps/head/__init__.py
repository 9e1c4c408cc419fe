"""The lines above the text: headline, byline, dateline, keywords."""
