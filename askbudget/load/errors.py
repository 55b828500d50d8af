"""What makes a file unreadable, as one Chinese sentence for the person who offered it.

Raised by the readers and the pipeline before anything is read; later findings are Problems, never raised.
"""


class LoadError(Exception):
    """The file cannot be loaded; ``str(error)`` is one clear Chinese sentence."""
