"""`crawl archive`: read the WARC files named on the command line, and enter their captures into the ledger."""
