"""An ordinary project's settings, with the two lines that scrapy-poet and the pipeline take."""

BOT_NAME = "newsroom"
SPIDER_MODULES = ["newsroom.spiders"]
ROBOTSTXT_OBEY = True

ADDONS = {"scrapy_poet.Addon": 300}  # for spiders that take page objects
