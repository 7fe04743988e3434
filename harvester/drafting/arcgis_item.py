"""An item of ArcGIS Online as a dataset, whichever of Hub's two search interfaces told of it.

| model | item |
|---|---|
| identifier, key | `id`: the item, with `_N` for a layer of a service |
| title, description, keyword | `title` or `name`; `description` (HTML) else `snippet`; `tags` |
| theme | `categories`, each as its path, or as its name where it stands below the root |
| publisher | `source`, else `organization`, `orgName` |
| contact_point | `orgContactEmail`, `owner` (a login) |
| issued, modified | `created`, `modified` (milliseconds since 1970) |
| license | `license` unless it says nothing, else `licenseInfo` (HTML); beside it `structuredLicense.url` |
| rights, access_rights | `accessInformation`; `access` |
| spatial | `extent`, else `itemExtent`, else the feature's `geometry` |
| conforms_to | `serviceSpatialReference` or `spatialReference`, as an EPSG address |
| language | `culture` |
| distribution | the service's `url` with its layer, Hub's downloads of it; else the item's file |
| page | `additionalResources[].url` |
| table | `fields` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.model import Agent, Contact, DataService, Dataset, Distribution, Location
from catalogue.values import Term, Text, Typed
from harvester.drafting.columns import read_fields
from harvester.formats import native
from harvester.formats.native import first, links, mapping, objects, term, terms, text, texts, words

ITEM = re.compile(r"(?<![0-9a-f])([0-9a-f]{32})(?:_(\d{1,5}))?(?![0-9a-f])")
_SUBLAYER = re.compile(r"[?&]sublayer=(\d{1,5})")
_SAYS_NOTHING = ("", "custom", "none")
# Hub makes these of any layer of features, and names them so in its addresses.
_DOWNLOADS = (
    ("csv", "CSV"),
    ("geojson", "GeoJSON"),
    ("shapefile", "Shapefile"),
    ("geoPackage", "GeoPackage"),
    ("kml", "KML"),
    ("excel", "Excel"),
)
_LAYERS = ("Feature Service", "Feature Layer", "Table")
_ONLINE = "https://www.arcgis.com"  # where items are, unless an organisation keeps its own
_LAST_EPSG = 32767  # Esri numbers its own reference systems above


def item_key(*told: str) -> str:
    """The item and layer that a text or address names, as `32hex` or `32hex_N`; "" where none does."""
    for said in told:
        if found := ITEM.search(said):
            item, layer = found.groups()
            sublayer = _SUBLAYER.search(said)
            layer = layer or (sublayer.group(1) if sublayer else "")
            return f"{item}_{layer}" if layer else item
    return ""


def read_item(
    said: Mapping[str, Any], *, key: str, site: str, files: str = "", geometry: object = None
) -> Dataset:
    """A dataset of an item's properties; `site` is the Hub's address, where its pages and downloads are.

    `files` is where the downloads and the files of items lie instead, for an organisation that has them elsewhere.
    """
    get = said.get
    return Dataset(
        iri=native.iri(f"{site}/datasets/{key}"),
        key=key,
        table=read_fields(get("fields")),
        title=texts(first(get("title"), get("name"))),
        description=texts(first(get("description"), get("snippet"))),
        identifier=(Typed(key),),
        keyword=texts(get("tags")),
        theme=tuple(Term(_category(word)) for word in words(get("categories"))),
        publisher=_publisher(first(get("source"), get("organization"), get("orgName"))),
        contact_point=tuple(_contacts(said)),
        issued=native.epoch_date(get("created")),
        modified=native.epoch_date(get("modified")),
        language=terms(get("culture")),
        license=_licence(said),
        rights=terms(get("accessInformation")),
        access_rights=term(get("access")),
        landing_page=(f"{site}/datasets/{key}",),
        page=tuple(link for other in objects(get("additionalResources")) for link in links(other.get("url"))),
        conforms_to=tuple(reference_system(said)),
        spatial=tuple(read_extents(get("extent"), get("itemExtent"), geometry)),
        distribution=tuple(_distributions(said, key, files or site, files or _ONLINE)),
    )


def _category(path: str) -> str:
    """The name of "/Categories/Transport"; a longer path as it is, since its end may say less than its middle."""
    steps = [step for step in path.split("/") if step]
    return steps[-1] if path.startswith("/") and 0 < len(steps) < 3 else path


def _publisher(name: str) -> Agent | None:
    return Agent(name=(Text(name),)) if name else None


def _contacts(said: Mapping[str, Any]) -> Iterator[Contact]:
    email, owner = native.mailbox(said.get("orgContactEmail")), text(said.get("owner"))
    if email or owner:
        yield Contact(fn=(Text(owner),) if owner else (), has_email=email)


def _licence(said: Mapping[str, Any]) -> Term | None:
    """The licence as the item states it; a word that says nothing gives way to the text, which is never guessed."""
    structured = mapping(said.get("structuredLicense"))
    word = text(said.get("license"))
    plain = "" if word.lower() in _SAYS_NOTHING else word
    told, link = first(plain, said.get("licenseInfo"), structured.get("text")), text(structured.get("url"))
    if not told and not link:
        return Term(word) if word.lower() == "custom" else None
    return Term(told or link, link=link if told else "")


def reference_system(said: Mapping[str, Any]) -> Iterator[Term]:
    """A spatial reference as its EPSG address; none where it is one of Esri's own."""
    stated = said.get("serviceSpatialReference") or said.get("spatialReference")
    number = first(mapping(stated).get("latestWkid"), mapping(stated).get("wkid"), stated)
    if number.isdecimal() and len(number) < 6 and int(number) <= _LAST_EPSG:
        yield Term(f"http://www.opengis.net/def/crs/EPSG/0/{number}")


def read_extents(*extents: object) -> Iterator[Location]:
    """The first extent in degrees; where all are in metres, the first of these with its reference system."""
    for extent in extents:
        if found := _bounds(extent):
            yield Location(bbox=found)
            return
    for extent in extents:
        if isinstance(extent, dict) and "xmin" in extent:
            yield Location(bbox=Typed(native.pack(extent).decode()))
            return


def _bounds(extent: object) -> Typed | None:
    """A box of two corners, of four edges, or of a polygon's outermost points; None in metres."""
    if isinstance(extent, dict):
        if "xmin" in extent:
            return _in_degrees(*(extent.get(edge) for edge in ("xmin", "ymin", "xmax", "ymax")))
        extent = extent.get("coordinates")
    points = list(_points(extent))
    if len(points) < 2:
        return None
    across, up = [x for x, _ in points], [y for _, y in points]
    if len(points) == 2 and across[0] > across[1]:  # the corners of a box across the 180th meridian
        return native.box(across[0], min(up), across[1], max(up))
    return native.box(min(across), min(up), max(across), max(up))


def _in_degrees(*edges: object) -> Typed | None:
    found = native.box(*edges)
    return found if found and found.datatype else None


def _points(value: object, depth: int = 0) -> Iterator[tuple[float, float]]:
    """Every pair of numbers in nested lists."""
    if not isinstance(value, list) or depth > 4:
        return
    if len(value) >= 2 and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value[:2]):
        yield value[0], value[1]
        return
    for inner in value[:1000]:
        yield from _points(inner, depth + 1)


def _distributions(said: Mapping[str, Any], key: str, site: str, items: str) -> Iterator[Distribution]:
    item, _, layer = key.partition("_")
    url, kind = text(said.get("url")), text(said.get("type"))
    if url:
        yield _service(_layer_address(url, layer), kind)
        if kind in _LAYERS and ITEM.fullmatch(key):
            yield from _downloads(item, layer or "0", site)
    elif ITEM.fullmatch(key):
        file = f"{items}/sharing/rest/content/items/{item}/data"
        yield Distribution(
            key="file",
            title=texts(said.get("name")),
            access_url=(file,),
            download_url=(file,),
            format=term(kind),
            byte_size=_file_size(said.get("size")),
        )


def _service(address: str, kind: str) -> Distribution:
    """The service itself; a web page that an item merely points to is no service."""
    service = DataService(title=(Text(kind),) if kind else (), endpoint_url=(address,))
    is_service = "/rest/services/" in address or "Service" in kind
    return Distribution(
        key="service",
        title=texts(kind),
        access_url=(address,),
        access_service=(service,) if is_service else (),
        format=term(kind),
    )


def _downloads(item: str, layer: str, site: str) -> Iterator[Distribution]:
    for name, label in _DOWNLOADS:
        address = f"{site}/api/download/v1/items/{item}/{name}?layers={layer}"
        yield Distribution(
            key=name, title=(Text(label),), access_url=(address,), download_url=(address,), format=Term(label)
        )


def _layer_address(url: str, layer: str) -> str:
    """A service's address with the layer's number, unless it has one."""
    bare = url.rstrip("/")
    has_number = bare.rpartition("/")[2].isdecimal()
    return url if has_number or not layer or "/rest/services/" not in url else f"{bare}/{layer}"


def _file_size(size: object) -> Typed | None:
    """An item's size; -1 and 0 are how ArcGIS says that it does not know."""
    return native.byte_size(size) if isinstance(size, int) and size > 0 else None
