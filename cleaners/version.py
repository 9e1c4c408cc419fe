"""The version of the cleaning rules; it changes whenever any page's text may."""

CLEANER_VERSION = "0.1.0"
