"""The project's commands, beside Scrapy's own or in their place."""
