"""Walking XML by the names of its elements alone: profiles and versions differ in their prefixes and namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from catalogue.iri import read_iri
from harvester.formats.xml import Element

XLINK = "{http://www.w3.org/1999/xlink}"


def name_of(element: Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def namespace_of(element: Element) -> str:
    """The namespace that an element's name is in, or ""."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.partition("}")[0].removeprefix("{") if tag[:1] == "{" else ""


def each(element: Element | None, path: str) -> list[Element]:
    """The elements at a path of names, such as `citation/CI_Citation/title`, in the document's order.

    `*` stands for any name, `a|b` for either; `None` leads nowhere.
    """
    found = [] if element is None else [element]
    for step in path.split("/"):
        if not found:
            break
        names = None if step == "*" else step.split("|")
        found = [inner for one in found for inner in one if names is None or name_of(inner) in names]
    return found


def one(element: Element | None, path: str) -> Element | None:
    """The first element at a path."""
    return next(iter(each(element, path)), None)


def every(element: Element | None, name: str) -> Iterator[Element]:
    """Every element of a name below another, however deep."""
    if element is not None:
        yield from (inner for inner in element.iterdescendants() if name_of(inner) == name)


def text_of(element: Element | None) -> str:
    """All text inside of an element, without space around it."""
    return "" if element is None else "".join(element.itertext()).strip()


def texts_of(element: Element | None, path: str) -> tuple[str, ...]:
    """The texts at a path, each once; empty ones are left out."""
    return tuple(dict.fromkeys(text for found in each(element, path) if (text := text_of(found))))


def word_of(element: Element | None, path: str) -> str:
    """The first text at a path, or ""."""
    return next(iter(texts_of(element, path)), "")


def attribute(element: Element | None, name: str) -> str:
    """An attribute's value by its name without namespace, trimmed, or ""."""
    if element is None:
        return ""
    plain = element.get(name)
    if plain is not None:
        return plain.strip()
    return next((str(v).strip() for key, v in element.attrib.items() if _local(str(key)) == name), "")


def address_of(element: Element | None) -> str:
    """The web address that an element or the one inside of it points to (`xlink:href`), or ""."""
    inner = [] if element is None else [element, *element]
    found = (one.get(f"{XLINK}href", "").strip() for one in inner)
    return next((read_iri(href) or "" for href in found if href[:4].lower() == "http"), "")


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
