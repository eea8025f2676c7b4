"""What can go wrong with a provider: in words that fit behind its name.

FetchError          it gave no prices of this coin
+-- NotListedError  it does not know the coin
+-- DownError       it is not to be asked again in this run
"""


class FetchError(Exception):
    """A provider gave no prices of a coin; the message says why, as in `X answered ...`."""


class NotListedError(FetchError):
    """The provider does not know what it was asked for."""


class DownError(FetchError):
    """The provider cannot be reached, or does not want to be asked more."""
