"""`crawl archive`: which WARC files are given, and how their captures enter the ledger."""
