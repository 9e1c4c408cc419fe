"""Entry point of a worker process: `python -m crawler.workers MODULE:FUNCTION[,…] SECONDS MEGABYTES`."""

import signal
import sys

# Ctrl-C or a service manager signals the whole group; the crawler then waits for our page and closes our input.
# Set before the import of the cleaner, which takes a second.
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)

from crawler.workers.process import serve  # noqa: E402

if __name__ == "__main__":
    serve(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
