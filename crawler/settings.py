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
# A page gives one record at most; Scrapy would start a hundred tasks for each page, which is a fifth of its time.
CONCURRENT_ITEMS = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
RETRY_TIMES = 2
# Not 429 and 503: a page that came too early goes back into the ledger, and its outlet rests.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
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
# What an outlet may ask for, in seconds: Crawl-delay of its robots.txt, Retry-After of a 429 or 503; more is cut.
CRAWL_DELAY_MAX = 60.0
RETRY_AFTER_MAX = 3600.0
# The first pause after a 429, 503 or bot wall without Retry-After; it doubles with each further one.
BACKOFF_SECONDS = 5.0
# An outlet that fails so often in a row (bot wall, 403, 429, 5xx, no answer) rests, longer each time; what does not
# recover is left for the next run.
BREAKER_FAILURES = 5
BREAKER_PAUSE = 15.0
# Test servers on loopback, HOST[:PORT][,…]; every other private address is refused.
ALLOW_PRIVATE_HOSTS = ""
# The web and nothing else: no files, no FTP, no buckets.
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.handler.Handler",
    "https": "crawler.network.handler.Handler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.network.resolver.GuardedResolver"

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
# Megabytes of data that a cleaning process may have (Linux); a page that wants more is refused `worker_killed`.
# 0 for no limit. The largest real page seen takes 150.
CLEANER_MEMORY_MB = 1024
# Whether `scrapy crawl` exits with 3 when an outlet has drifted from what its file expects.
EXPECTATIONS_EXIT = False

# --- The components, in running order ---

ADDONS = {"crawler.replay.Replay": 100}
EXTENSIONS = {
    "crawler.extensions.safe_log.SafeLog": -1,
    "crawler.leases.outcomes.Endings": 0,
    "crawler.politeness.backoff.Politeness": 1,
    "crawler.extensions.progress.Progress": 900,
    "crawler.extensions.summary.Summary": 910,
    "crawler.extensions.expectations.Expectations": 920,
}
SCHEDULER = "crawler.leases.scheduler.LedgerScheduler"
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's own off-site check drops a redirect without telling anybody; the guard does it with a reason.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.guard.Guard": 50,
    # Scrapy's own takes a server error for a permission.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.Robots": 100,
    "crawler.middlewares.reservations.Reservations": 110,
    "crawler.middlewares.pace.Pace": 120,
    # After the content encoding is undone (590), before Scrapy reads the page for a meta refresh (580).
    "crawler.middlewares.charset.Charset": 585,
    "crawler.middlewares.archiving.Archiving": 950,
    "crawler.middlewares.body_limits.BodyLimits": 960,
}
# Every status reaches the spider, which says why a page was refused.
HTTPERROR_ALLOW_ALL = True
ITEM_PIPELINES: dict[str, int] = {}

# --- The log ---

LOG_LEVEL = "INFO"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
