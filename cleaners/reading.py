"""Stable alias of `cleaners.clean`, named by the `CLEANER` setting."""

from cleaners.clean import read_page as read_page
