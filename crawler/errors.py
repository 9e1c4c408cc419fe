"""The error for the output folder: taken, foreign, damaged or full."""


class OutputError(RuntimeError):
    """Raised when the output folder cannot be used, at start or while writing.

    The message is one line that names the folder or file and says what to do.
    """
