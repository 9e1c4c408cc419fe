"""The inputs of a crawl: seeds, arguments, plan, start addresses, and the seeds still to be found."""
