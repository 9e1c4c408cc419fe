"""The project's commands, beside Scrapy's own or in their place."""

PREVIEW_TOOL = {"SPIDER_LOADER_CLASS": "crawler.spiders.page_preview.PreviewLoader"}
"""The default settings of commands that look at pages: with them, no spider of ours opens the output folder."""

EXIT_UNUSABLE = 2
"""Exit code of a command that cannot start or continue because of its arguments, data files or output folder."""
