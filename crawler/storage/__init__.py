"""What a crawl leaves on the disk."""
