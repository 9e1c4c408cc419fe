"""WARC in: files of any crawler → records, captures and answers, with bounded memory."""
