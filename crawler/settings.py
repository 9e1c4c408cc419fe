"""Settings of the project: politeness, input and output of our spiders, components, the log."""

import os

BOT_NAME = "mudawwana"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- Politeness ---

# Name and contact of the crawler. A live crawl does not start with this example: give your own, "-s USER_AGENT=…".
USER_AGENT = "Mudawwana/0.1 (+https://mudawwana.example/crawler; crawler@mudawwana.example)"
ROBOTSTXT_OBEY = True
# One request at a time per outlet, and delays that grow when the outlet is slow. An outlet is asked for its next page
# while the last one is being read: the pause counts from request to request.
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5
# News pages reload themselves about every minute; only an immediate refresh is a redirect.
METAREFRESH_MAXDELAY = 3
COOKIES_ENABLED = False
REFERER_ENABLED = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Not "br" and "zstd": pages are archived as received, and few archive readers know those.
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "ar,en;q=0.5",
}
# Upper limits, in seconds, of what an outlet asks for: Crawl-delay (robots.txt), Retry-After (429 and 503).
CRAWL_DELAY_MAX = 60.0
RETRY_AFTER_MAX = 3600.0
# Seconds of the first pause after a 429, 503 or bot wall without Retry-After; doubled with each further one.
BACKOFF_SECONDS = 5.0
# After so many consecutive failures (bot wall, 403, 429, 5xx, no answer) an outlet is paused, for longer each time; if
# it does not recover, its pages are left for the next run.
BREAKER_FAILURES = 5
BREAKER_PAUSE = 15.0
# Private hosts that our spiders may ask (test servers on loopback), HOST[:PORT][,…]; all others are refused.
ALLOW_PRIVATE_HOSTS = ""
TWISTED_DNS_RESOLVER = "crawler.network.resolver.GuardedResolver"

# --- Input and output ---

OUTPUT_DIR = "output"
# A folder of outlet files of your own, which go before the project's ("scrapy newoutlet" proposes one).
OUTLETS_DIR = ""
# A folder of phrases of your own: files with the names and the form of cleaners/phrases/*.txt, which they add to.
PHRASES_DIR = ""
# Archives to replay instead of using the network, FILE[,FILE…].
REPLAY_WARC = ""
# Whether records tell in "blocks" what each block of their text is: heading, item, quotation, cell, verse, with links.
BLOCKS = "off"
# Bytes beyond which a new pages-*.warc.gz is begun.
ARCHIVE_MAX_BYTES = 1024 * 1024 * 1024
# What becomes of a near copy of a record: "mark" records it with the `cluster` of its original, "drop" refuses it as
# `duplicate`.
DUPLICATES = "mark"
# Hub pages per outlet (sections, tags, read for their links only) that may bring nothing new, in total.
BRIDGES_PER_OUTLET = 100
# The function that reads a page, the number of its processes, and the seconds after which a process is killed.
# `crawl archive`, which waits for no server, uses all processors unless the command line says otherwise.
CLEANER = "cleaners.reading:read_page"
CLEANER_PROCESSES = max(1, min(4, os.cpu_count() or 1))
CLEANER_SECONDS = 20.0
# Megabytes of data per cleaning process (Linux), 0 for no limit; a page that needs more is refused `worker_killed`.
# The largest real page seen takes 150.
CLEANER_MEMORY_MB = 1024
# Whether `scrapy crawl` exits with 3 when an outlet deviates from the expectations of its file.
EXPECTATIONS_EXIT = False
# Whether `scrapy crawl` and `reclean` show on standard error how far they are: on or off.
PROGRESS = "on"

# --- The components ---

# Those of our spiders are in crawler/spiders/components.py; your own spiders run on Scrapy's. What you add here, to
# ITEM_PIPELINES or to FEEDS stands beside them.
ADDONS = {"crawler.replay.Replay": 100}
EXTENSIONS: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES: dict[str, int] = {}
ITEM_PIPELINES: dict[str, int] = {}
FEED_EXPORT_ENCODING = "utf-8"

# --- The log ---

LOG_LEVEL = "INFO"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
