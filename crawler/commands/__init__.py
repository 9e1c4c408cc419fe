"""The project's commands, beside Scrapy's own or in their place."""

READING_TOOL = {"SPIDER_LOADER_CLASS": "crawler.spiders.page_reader.ReaderLoader"}
"""The default settings of commands that look at pages: with them, no spider of ours opens the output folder."""
