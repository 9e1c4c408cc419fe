"""Settings of the crawler: politeness first, then the components in the order in which they see a page."""

import os

BOT_NAME = "mudawwana"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- Politeness ---

# Name and contact of the crawler. Put in your own address before you crawl: "-s USER_AGENT=…".
USER_AGENT = "Mudawwana/0.1 (+https://mudawwana.example/crawler; crawler@mudawwana.example)"
ROBOTSTXT_OBEY = True
# One request at a time per outlet, and delays that grow when the outlet is slow. An outlet is asked for its next page
# while the last one is being read: the pause counts from request to request.
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A page gives at most one record; Scrapy's hundred tasks per page would take a fifth of its time.
CONCURRENT_ITEMS = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
RETRY_TIMES = 2
# Not 429 and 503: such a page goes back into the ledger, and its outlet is paused.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the refusal reports it
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
# Private hosts to allow (test servers on loopback), HOST[:PORT][,…]; all others are refused.
ALLOW_PRIVATE_HOSTS = ""
# HTTP and HTTPS only: no local files, FTP or S3.
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.handler.Handler",
    "https": "crawler.network.handler.Handler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.network.resolver.GuardedResolver"

# --- Input and output ---

OUTPUT_DIR = "output"
# Archives to replay instead of using the network, FILE[,FILE…].
REPLAY_WARC = ""
# Bytes beyond which a new pages-*.warc.gz is begun.
ARCHIVE_MAX_BYTES = 1024 * 1024 * 1024
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

# --- The components, in running order ---

ADDONS = {"crawler.replay.Replay": 100}
EXTENSIONS = {
    "crawler.extensions.safe_log.SafeLog": -1,
    "crawler.leases.outcomes.Outcomes": 0,
    "crawler.politeness.backoff.Politeness": 1,
    "crawler.extensions.progress.Progress": 900,
    "crawler.extensions.summary.Summary": 910,
    "crawler.extensions.expectations.Expectations": 920,
}
SCHEDULER = "crawler.leases.scheduler.LedgerScheduler"
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's own off-site check drops redirects silently; the guard refuses them with a reason.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.guard.Guard": 50,
    # Scrapy's own takes a server error for permission.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.Robots": 100,
    "crawler.middlewares.reservations.Reservations": 110,
    "crawler.middlewares.pace.Pace": 120,
    # After content decoding (590), before the search for a meta refresh.
    "crawler.middlewares.charset.Charset": 585,
    # Scrapy's own loses a page whose meta refresh is not an address.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.meta_refresh.MetaRefresh": 580,
    # Between the archive, which keeps headers as received, and content decoding.
    "crawler.middlewares.encoding_labels.EncodingLabels": 940,
    "crawler.middlewares.archiving.Archiving": 950,
    "crawler.middlewares.body_limits.BodyLimits": 960,
}
# Every status reaches the spider, which gives the reason of a refusal.
HTTPERROR_ALLOW_ALL = True
ITEM_PIPELINES: dict[str, int] = {}

# --- The log ---

LOG_LEVEL = "INFO"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
