"""The cleaning process from its first moment: `python -m crawler.workers MODULE:FUNCTION SECONDS MEGABYTES`."""

import signal
import sys

# Ctrl-C, or a service manager, stops the whole group; the crawler then waits for our page and closes our input.
# Before the import of the cleaner, which takes a second.
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)

from crawler.workers.process import main  # noqa: E402

if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
