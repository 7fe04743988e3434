"""How portals write file types and media types.

Two formats in one word ("xls, csv") are never guessed between. A package is told apart from what is inside:
"xlsx (zip)" is a spreadsheet, and `packed_as` says that it comes zipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from vocab.folding import fold
from vocab.rules.rewriting import Habit, rewriting

_BOTH = "file-type media-type"
_PACKER = r"(?:zip|zipped|gz|gzip|gzipped|7z|7zip|bz2|compressed|zip file|zip archive|zip compressed)"
_MAKER = (
    r"(?:esri|ogc|inspire|google earth|google|adobe|microsoft|ms|arcgis online|arcgis|qgis|autodesk|openoffice"
    r"|libreoffice|apache|w3c|iso)"
)
_NOISE = (
    r"(?:files?|formats?|formatted|documents?|datasets?|data|downloads?|exports?|spreadsheets?|feeds?|layers?|extracts?"
    r"|tables?|images?|pictures?|drawings?|reports?|attachments?)"
)
# Short names of formats: a remark that holds one speaks of a second format.
_FORMATS = (
    r"csv|tsv|xlsx?|xlsm|xlsb|ods|odt|docx?|pptx?|pdf|html?|xml|json|geojson|rdf|ttl|kml|kmz|gml|gpkg|geopackage|shp"
    r"|shapefile|gdb|tab|dxf|dwg|wms|wfs|wmts|wcs|txt|text|zip|tiff?|jpe?g|png|gif|mdb|accdb|dbf|sql|rest|api|excel|word"
)
_ANOTHER = re.compile(rf"\b(?:{_FORMATS})\b", re.IGNORECASE)
_JOINED = re.compile(r"[,;/&+]|\band\b", re.IGNORECASE)
_PLURAL = re.compile(rf"({_FORMATS})s", re.IGNORECASE)
_BEFORE_2007 = r"(?:97 ?[-/] ?2003|97 ?[-/] ?2004|9[578]|2000|2002|2003|xp|[345]\.0)"
_SINCE_2007 = r"(?:2007|201[0369]|202[14]|365)\+?"
_PROGRAM = r"(?:(?:ms|microsoft) )?(?:office )?"
_OFFICE_ENDING = r"(xlsx?|xlsm|xlsb|docx?|pptx?|ods|odt|odp|mdb|accdb)"
_KIND = r"(?:excel|word|powerpoint|access|spreadsheet|workbook|worksheet|document|presentation|calc|text)"
_LISTS = (
    r"https?://(?:www\.)?(?:iana\.org/assignments/media-types|inspire\.ec\.europa\.eu/media-types"
    r"|purl\.org/net/mediatypes|publications\.europa\.eu/(?:mdr/)?resource/authority/file-type)/(.+)"
)
_SERVERS: Final = {
    "featureserver": "ArcGIS FeatureServer", "mapserver": "ArcGIS MapServer", "imageserver": "ArcGIS ImageServer",
    "vectortileserver": "Vector Tile Service", "sceneserver": "Scene Service",
}  # fmt: skip
_PACKAGES: Final = {
    "gz": "application/gzip", "gzip": "application/gzip", "gzipped": "application/gzip",
    "7z": "application/x-7z-compressed", "7zip": "application/x-7z-compressed", "bz2": "application/x-bzip2",
}  # fmt: skip

_URL = re.compile(r"(?:https?|ftp)://[^\s/?#]+(/[^\s?#]*)?(?:\?([^\s#]*))?(?:#\S*)?", re.IGNORECASE)
_ASKED_SERVICE = re.compile(r"(?:^|&)service=(wms|wfs|wcs|wmts|csw)(?:&|$)", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"[^/\\?#.][^/\\?#]*?\.([a-z][a-z0-9]{1,8})(?:\.(?:zip|gz|7z|bz2|xz))?", re.IGNORECASE
)
_SERVICE = re.compile(
    r"(?:(?:ogc|inspire)[ :_-]*)?(wms|wfs|wmts|wcs|csw)(?:[\W_](.*))?", re.IGNORECASE | re.DOTALL
)
_REMARK = re.compile(r"([^()\[\]]{2,40}) ?[(\[]([^()\[\]]+)[)\]]?\s*")
_DASH = re.compile(r"\s+[-–:]\s+|:\s+")
_BEFORE = re.compile(rf"(?:zipped|compressed|download(?:able)?|{_MAKER}) (.+)")
_AFTER = re.compile(rf"(.+) (?:{_NOISE}|{_PACKER})")
_PACKED = re.compile(
    r"^(?:zip|zipped|gzipped)(?= (?!files?\b|archives?\b|packages?\b|folders?\b|format)\w)"
    r"|(?<=\w )(?:zip|zipped|gz|gzip|gzipped|7z|7zip|bz2)$"
)


@lru_cache(maxsize=1024)
def packed_as(word: str) -> str:
    """The media type of the package around the format that a word names: application/zip of "xlsx (zip)"; or ""."""
    found = None if "://" in word or len(word) > 80 else _PACKED.search(fold(word))
    return _PACKAGES.get(found[0], "application/zip") if found else ""


def _read_address(word: str) -> str | None:
    """The service or the file that an address ends in."""
    found = _URL.fullmatch(word.strip())
    if not found:
        return None
    if asked := _ASKED_SERVICE.search(found[2] or ""):
        return asked[1]
    parts = (found[1] or "").rstrip("/").split("/")
    servers = (_SERVERS[part.lower()] for part in parts[-2:] if part.lower() in _SERVERS)
    return next(servers, None) or _read_file_name(parts[-1])


def _read_file_name(word: str) -> str | None:
    """The ending of a file's name, or the one before it where that only says that it is packed."""
    name = word.strip()
    found = None if name.lower().startswith("www.") else _FILE_NAME.fullmatch(name)
    return found[1] if found else None


def _read_service(word: str) -> str | None:
    """A service of the OGC with its version, request or protocol: "OGC:WMS-1.3.0-http-get-map"."""
    found = _SERVICE.fullmatch(word.strip())
    return found[1] if found and not _ANOTHER.search(found[2] or "") else None


def _read_before_remark(word: str) -> str | None:
    """What stands before a remark in brackets ("shp (wgs84)") that names no format of its own."""
    found = _REMARK.fullmatch(word.strip())
    return found[1] if found and not _ANOTHER.search(found[2]) else None


def _read_before_dash(word: str) -> str | None:
    """What stands before a dash or a colon: "CSV - comma separated", but not "CSV - JSON"."""
    head, *remark = _DASH.split(word.strip(), maxsplit=1)
    return head if remark and len(head) <= 40 and not _ANOTHER.search(remark[0]) else None


def _read_inside(word: str) -> str | None:
    """What is left of "zipped Esri shapefiles" or "CSV file" without the words around it."""
    inner = folded = "" if _JOINED.search(word) else fold(word)
    for _ in range(4):
        found = _BEFORE.fullmatch(inner) or _AFTER.fullmatch(inner) or _PLURAL.fullmatch(inner)
        if not found:
            break
        inner = found[1]
    return inner if inner != folded else None


def _habit(name: str, read: Callable[[str], str | None], *, sure: bool = True) -> Habit:
    return Habit(name=name, schemes=frozenset({"file-type"}), read=read, sure=sure)


HABITS: Final[tuple[Habit, ...]] = (
    rewriting(
        "a media type with parameters", "file-type", r"image/tiff *; *application=geotiff.*", "geotiff"
    ),
    rewriting("a media type with parameters", _BOTH, r"([\w.+-]+/[\w.+-]+) *[;,][^/]*"),
    rewriting("an entry of a list of formats", _BOTH, _LISTS),
    rewriting("the type name of an ArcGIS Hub facet", "file-type", r"ftype:(.+)"),
    rewriting("the content of an address", _BOTH, r"data:([\w.+-]+/[\w.+-]+)[;,].*"),
    rewriting(
        "a word that says it is a format",
        _BOTH,
        r"(?:data|file|format|type|file ?type|mime|mime-?type|media ?type|ext|extension) ?[:=] ?(.+)",
    ),
    rewriting(
        "a media type that was never registered",
        _BOTH,
        r"(?:application|text|image|type|file|data|format|model)/(?:x-|vnd\.)?([\w.+-]+)",
    ),
    rewriting("the suffix of a media type", _BOTH, r"[\w-]+/[\w.-]+\+(json|xml)", sure=False),
    rewriting("a file inside an archive", "file-type", rf"(\S.*?) ?[(\[]\.?{_PACKER}[)\]]"),
    rewriting("a file inside an archive", "file-type", r"(?:zipped|gzipped) (.+)"),
    rewriting("a file inside an archive", "file-type", r"\.?(\w+)\.(?:zip|gz|7z|bz2)"),
    rewriting(
        "a file inside an archive", "file-type", rf"(\w+)(?: ?[/+_:,;-] ?| in (?:a )?| ){_PACKER}", sure=False
    ),
    rewriting(
        "a file inside an archive",
        "file-type",
        r"(?:zip|gzip|7z)(?: ?[/+_:,;-] ?| of | ?\()\.?(\w+)\)?",
        sure=False,
    ),
    _habit("a service with its version", _read_service),
    rewriting(
        "a service of a list", "file-type", r"urn:(?:x-)?ogc:(?:def:)?servicetype:(?:ogc:)?(\w+)(?::.*)?"
    ),
    rewriting(
        "a service of a list",
        "file-type",
        r"https?://www\.(?:opengis\.net/(?:def/servicetype/ogc|spec)|opengeospatial\.org/standards"
        r"|ogc\.org/standards?)/(\w+)(?:/.*)?",
    ),
    rewriting(
        "a kind of link", "file-type", r"(?:ogc|glg|esri|file):([a-z]+)(?:[-:]\d[\d.]*)?(?:-+http\S*)?"
    ),
    rewriting("a kind of link", "file-type", r"www:link-1\.\d-https?--(opendap|rss|ical|sparql)"),
    rewriting("a kind of link", "file-type", r"www:link-1\.\d-https?--[\w-]+", "link"),
    rewriting("a program with its year", "file-type", rf"{_PROGRAM}excel {_BEFORE_2007}(?: \w+)?", "xls"),
    rewriting("a program with its year", "file-type", rf"{_PROGRAM}excel {_SINCE_2007}(?: \w+)?", "xlsx"),
    rewriting("a program with its year", "file-type", rf"{_PROGRAM}word {_BEFORE_2007}(?: \w+)?", "doc"),
    rewriting("a program with its year", "file-type", rf"{_PROGRAM}word {_SINCE_2007}(?: \w+)?", "docx"),
    rewriting(
        "a program with its year", "file-type", rf"{_PROGRAM}powerpoint {_BEFORE_2007}(?: \w+)?", "ppt"
    ),
    rewriting(
        "a program with its year", "file-type", rf"{_PROGRAM}powerpoint {_SINCE_2007}(?: \w+)?", "pptx"
    ),
    rewriting(
        "a program with its year", "file-type", rf"{_PROGRAM}access (?:{_BEFORE_2007}|{_SINCE_2007})", "mdb"
    ),
    rewriting(
        "a program with its ending",
        "file-type",
        rf"{_PROGRAM}{_KIND}(?: {_NOISE}| workbook)? ?[-:(]? ?\*?\.?{_OFFICE_ENDING}\)?(?: {_NOISE})?",
    ),
    rewriting("a program with its ending", "file-type", rf"\.?{_OFFICE_ENDING} ?[-(]? ?{_PROGRAM}{_KIND}\)?"),
    rewriting(
        "a name with its code in brackets",
        "file-type",
        r"(?!(?:wms|wfs|wcs|wmts|csw|rest|api)\b)[^()]{3,}\(\*?\.?(\w{2,10})\)",
    ),
    rewriting(
        "a format with the service that gives it", "file-type", r"([^()]+?) ?\(ogc:? ?\w+\)", sure=False
    ),
    rewriting(
        "a format with its version", "file-type", r"([a-z][a-z /+-]*?)[ _-]?v?(?:ersion )?\d{1,2}\.\d[\d.]*"
    ),
    rewriting("a format with its version", "file-type", r"([a-z]{3,}(?: [a-z]+)?)[ _-]v?\d", sure=False),
    _habit("a code with a remark in brackets", _read_before_remark, sure=False),
    _habit("a format with a remark after it", _read_before_dash, sure=False),
    _habit("an address", _read_address, sure=False),
    _habit("a file name", _read_file_name, sure=False),
    _habit("words around a format", _read_inside),
)
