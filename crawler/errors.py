"""The error for an output folder that is in use, foreign, damaged or full."""


class OutputError(RuntimeError):
    """Raised when the output folder cannot be used, at the start or while writing.

    The message is one line that names the folder or file and says what to do.
    """
