"""What stands in an output folder, and whether it is whole; for a person, beside a crawl too. Writes nothing."""
