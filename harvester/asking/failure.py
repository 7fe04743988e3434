"""Why a request got no good answer, in words that an officer understands."""

from __future__ import annotations

from http import HTTPStatus

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

_FORBIDDEN = "Forbidden by robots.txt"  # Scrapy's words
_ENDLESS = "max redirections reached"  # and these
CLOSED = "is closed to harvesters by the portal's robots.txt"
_SENTENCES = {
    "DownloadTimeoutError": "did not answer in time",
    "TimeoutError": "did not answer in time",
    "DownloadConnectionRefusedError": "refused the connection",
    "ConnectionRefusedError": "refused the connection",
    "CannotResolveHostError": "is on a host whose name leads to no public address",
    "DNSLookupError": "is on a host whose name leads to no public address",
    "DownloadCancelledError": "sent more than one answer may have",
    "ResponseDataLossError": "broke off in the middle",
    "DownloadFailedError": "broke off the connection",
    "ResponseFailed": "broke off the connection",
    "UnsupportedURLSchemeError": "is not a web address",
}


def describe(failure: Failure) -> str:
    """What happened, as the end of a sentence that begins with the address."""
    error = failure.value
    if isinstance(error, HttpError):
        return _status(error.response.status)
    if isinstance(error, IgnoreRequest):
        return _refused(str(error))
    if is_untrusted(error):
        return "has a certificate that nobody vouches for, or that is another host's"
    said = (_SENTENCES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _SENTENCES)
    return next(said, f"could not be reached ({type(error).__name__})")


def is_closed(failure: Failure) -> bool:
    """Whether robots.txt closes the address to us."""
    return isinstance(failure.value, IgnoreRequest) and str(failure.value) == _FORBIDDEN


def is_endless(error: BaseException) -> bool:
    """Whether an address leads to another again and again."""
    return isinstance(error, IgnoreRequest) and str(error) == _ENDLESS


def is_untrusted(error: BaseException | None) -> bool:
    """Whether a connection failed for its certificate; only OpenSSL's words tell."""
    return "certificate verify failed" in str(error) or "VerificationError" in str(error)


def _status(status: int) -> str:
    try:
        return f"answered {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return f"answered {status}"


def _refused(reason: str) -> str:
    if reason == _FORBIDDEN:
        return f"{CLOSED}; the council can agree to it when it registers the portal"
    if reason == _ENDLESS:
        return "leads from one address to the next without an end"
    if "DOWNLOAD_MAXSIZE" in reason:
        return "sent more than one answer may have, once unpacked"
    return reason if reason.startswith(("answered", "broke off")) else f"was not asked: {reason}"
