"""The recorded outlets behind `make crawl`, and their generator. See README.md beside this file."""
