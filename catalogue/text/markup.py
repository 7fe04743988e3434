"""What of a portal's text is markup: which "<" opens a tag, which "&" an entity, which characters nobody sees."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.entities import html5

LONGEST = 100_000
"""Characters of a text that are read."""

LAYERS = 8
"""How often a text is read again because reading it brought out more markup: portals escape theirs twice."""

# A parser of HTML takes as long for a pile of open elements as for the square of its height.
_MOST_TAGS = 5_000
_NAMES = (
    "a|abbr|acronym|address|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|"
    "cite|code|col|colgroup|dd|del|details|dfn|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|"
    "frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|"
    "math|menu|meta|nav|nobr|noembed|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|pre|q|rp|rt|"
    "ruby|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|"
    "template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xml|xmp"
)
# With attributes there is a "=" before the ">", so that "a<b and c>d" stays a comparison. Word's own tags
# have a colon.
_TAG = re.compile(
    rf"(?i)</?(?:(?:{_NAMES})|[a-z][a-z0-9]*:[a-z]+)(?:\s*/?>|[\s/][^<>=]*=[^<>]*>)|<[!?][^<>]*>"
)
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});")
_BARE = re.compile(r"&(?!#?\w{1,40};)")
_ADDRESS = re.compile(r"<(https?://[^\s<>]{1,2000}|(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,255})>")
_BREAK = re.compile("\r\n?|[\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def is_bare(text: str) -> bool:
    """Whether a text needs no reading at all: one line of ASCII in which nothing could be markup."""
    return (
        len(text) < LONGEST and "<" not in text and "&" not in text and text.isascii() and text.isprintable()
    )


def unwrapped(text: str, without_tags: Callable[[str], str]) -> str:
    """The text read by `without_tags` until no markup is left, and then disarmed.

    Markup that reading brings out is read again, since portals escape theirs twice; what is wrapped deeper than
    that is left as text that no browser takes for a tag.
    """
    tidy = opened(text)
    for _ in range(LAYERS):
        read = without_tags(tidy) if holds_tags(tidy) else without_entities(tidy)
        if read == tidy:
            break
        tidy = without_controls(read)
    return disarmed(tidy)


def opened(text: str) -> str:
    """The beginning of a text that will be read, with one kind of line break and nothing invisible."""
    return without_controls(_BREAK.sub("\n", text[:LONGEST]))


def without_controls(text: str) -> str:
    """Before and after each reading of tags: an invisible character may stand between "<" and the name."""
    return text if text.isascii() and text.isprintable() else _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def holds_tags(text: str) -> bool:
    """Whether a tag of HTML stands in the text; linear in its length, whatever it holds."""
    return "<" in text and (bool(_TAG.search(text)) or _holds_comment(text))


def parsable(text: str) -> str:
    """HTML that a parser may be given: not too many tags, and no "&" that a browser would take for an entity
    although the address around it goes on (`?a=1&region=2`)."""
    return _BARE.sub("&amp;", _of_bounded_height(_ADDRESS.sub(r"\1", text)))


def without_entities(text: str) -> str:
    """A text without tags, its entities read, also those that were escaped again."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def disarmed(text: str) -> str:
    """The text with no "<" that a browser could take for a tag, whatever stands around it."""
    if "<" not in text:
        return text
    bare = _ADDRESS.sub(r"\1", text)
    end = bare.rfind(">") + 1
    return _OPENING.sub("< ", bare[:end]) + bare[end:]


def _holds_comment(text: str) -> bool:
    begun = text.find("<!--")
    return begun >= 0 and text.find("-->", begun) > 0


def _of_bounded_height(text: str) -> str:
    return text if text.count("<") <= _MOST_TAGS else "<".join(text.split("<", _MOST_TAGS + 1)[:-1])


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return html.unescape(f"&{name};") if name[0] == "#" else html5.get(f"{name};", match[0])
