"""The files of a crawl on disk: ledger, data files and archives."""
