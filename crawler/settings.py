"""Settings of the crawler: manners first, then the components in the order in which a page meets them."""

import os

BOT_NAME = "mudawwana"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- Manners ---

# Who asks, and where to complain. Put your own address here before you crawl: "-s USER_AGENT=…".
USER_AGENT = "Mudawwana/0.1 (+https://mudawwana.example/crawler; crawler@mudawwana.example)"
ROBOTSTXT_OBEY = True
# One request at a time per outlet (the scheduler sees to it), and pauses that grow when the outlet is slow.
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
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the refusal says it
REDIRECT_MAX_TIMES = 5
# News pages reload themselves every minute or so; only a refresh at once is a redirect.
METAREFRESH_MAXDELAY = 3
COOKIES_ENABLED = False
REFERER_ENABLED = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Not "br" and "zstd": pages are archived as they come, and few tools that read archives know those.
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "ar,en;q=0.5",
}
# Test servers on loopback, HOST[:PORT][,…]; every other private address is refused.
ALLOW_PRIVATE_HOSTS = ""
TWISTED_DNS_RESOLVER = "crawler.guard.resolver.GuardedResolver"

# --- What comes in and what goes out ---

OUTPUT_DIR = "output"
# Archives that answer instead of the network, FILE[,FILE…].
REPLAY_WARC = ""
# A new pages-*.warc.gz begins when one has grown beyond this.
ARCHIVE_MAX_BYTES = 1024 * 1024 * 1024
# Pages of an outlet that are read for their links only (sections, tags) and lead to nothing new, in all.
BRIDGES_PER_OUTLET = 100
# What reads a page, in how many processes, and the wall time after which a page's process is killed.
CLEANER = "cleaners.reading:read_page"
CLEANER_PROCESSES = max(1, min(4, os.cpu_count() or 1))
CLEANER_SECONDS = 20.0

# --- The components, in running order ---

ADDONS = {"crawler.replay.Replay": 100}
EXTENSIONS = {
    "crawler.endings.Endings": 0,
    "crawler.extensions.progress.Progress": 900,
    "crawler.extensions.summary.Summary": 910,
}
SCHEDULER = "crawler.scheduler.LedgerScheduler"
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's own off-site check drops a redirect without telling anybody; the guard does it with a reason.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.guard.Guard": 50,
    "crawler.archive.middleware.Archiving": 950,
}
# Every status reaches the spider, which says why a page was refused.
HTTPERROR_ALLOW_ALL = True
ITEM_PIPELINES: dict[str, int] = {}

# --- The log ---

LOG_LEVEL = "INFO"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
