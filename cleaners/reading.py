"""The old name of `cleaners.clean`, which settings name as `CLEANER`."""

from cleaners.clean import read_page as read_page
