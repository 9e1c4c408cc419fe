"""The error for our own data: a malformed phrase, site, seed, outlet or archive file."""


class DataFileError(ValueError):
    """Raised at start when a file that belongs to the project or its user is wrong.

    The message is one line: file, key, value and, where one is near, the valid key that was probably meant.
    A bad *page* never raises it.
    """
