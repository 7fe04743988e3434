"""Lines to copy that fetch a file and read it in Python and in R, made of its address and of what its sample showed.

Columns of codes are read as text, so that they keep their leading zeros. All that is not ours is quoted (quoting.py).
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from web.plain.quoting import file_name, in_python, in_r, in_shell

_PACKED = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tgz")
_TEXT, _SHEET, _JSON, _GEOJSON = ("csv", "tsv"), ("sheet",), "json", "geojson"
_USUAL = {"csv": ",", "tsv": "\t"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to read. `address` is in printable ASCII, `family` how it is opened, `ending` what its name should end
    with. `encoding` is a name of the WHATWG, `header` the line that names the columns (0: none does; None: not known),
    `codes` the columns to be read as text."""

    address: str
    family: str
    ending: str
    encoding: str = ""
    separator: str = ""
    header: int | None = None
    codes: tuple[str, ...] = ()

    @property
    def packed(self) -> bool:
        """Whether its address is that of a package with files in it."""
        return self.address.partition("?")[0].lower().endswith(_PACKED)

    @property
    def parted_by(self) -> str:
        """What parts the columns of a table of text."""
        return self.separator if len(self.separator) == 1 else _USUAL.get(self.family, ",")

    @property
    def skipped(self) -> int:
        """The lines before the one that names the columns."""
        return max(0, (self.header or 1) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of one language; `needs` is what must be there first, "" for nothing."""

    language: str
    code: str
    needs: str = ""


def lines_for(file: File) -> tuple[Block, ...]:
    """The lines that fetch a file, then those that read it, where its form is one that these languages read."""
    return (_curl(file), *(() if file.packed else tuple(_reading(file))))


def _reading(file: File) -> Iterator[Block]:
    if file.family in _TEXT:
        yield Block(language="Python with pandas", needs="pip install pandas", code=_pandas_text(file))
        yield Block(language="Python alone", code=_python_text(file))
        yield Block(language="R alone", code=_r_text(file))
        yield Block(language="R with readr", needs='install.packages("readr")', code=_readr(file))
    elif file.family in _SHEET:
        yield Block(
            language="Python with pandas",
            needs=f"pip install pandas {_engine(file)}",
            code=_pandas_sheet(file),
        )
        if file.ending != "ods":
            yield Block(language="R with readxl", needs='install.packages("readxl")', code=_readxl(file))
    elif file.family in (_JSON, _GEOJSON):
        features = file.family == _GEOJSON
        yield Block(language="Python alone", code=_python_json(file, features=features))
        yield Block(
            language="R with jsonlite",
            needs='install.packages("jsonlite")',
            code=_jsonlite(file, features=features),
        )


def _curl(file: File) -> Block:
    name = in_shell(file_name(file.address, file.ending))
    return Block(
        language="curl, in a terminal",
        code=f"curl --fail --location --globoff --output {name} {in_shell(file.address)}",
    )


def _pandas_text(file: File) -> str:
    given = [in_python(file.address)]
    given += [f"sep={in_python(file.parted_by)}"] if file.parted_by != "," else []
    given += [f"encoding={in_python(_codec(file))}"]
    given += [f"skiprows={file.skipped}"] if file.skipped else []
    given += ["header=None"] if file.header == 0 else []
    given += _python_types(file)
    return "\n".join(("import pandas", "", *_call("table = pandas.read_csv(", given), "print(table.head())"))


def _python_text(file: File) -> str:
    reader = "reader" if file.header == 0 else "DictReader"
    skip = [f"    for _ in range({file.skipped}):", "        next(text)"] if file.skipped else []
    return "\n".join(
        (
            "import csv",
            "import io",
            "from urllib.request import urlopen",
            "",
            f"with urlopen({in_python(file.address)}) as answer:",
            f"    text = io.TextIOWrapper(answer, encoding={in_python(_codec(file))}, newline={in_python('')})",
            *skip,
            f"    rows = list(csv.{reader}(text, delimiter={in_python(file.parted_by)}))",
            "print(len(rows), rows[:1])",
        )
    )


def _r_text(file: File) -> str:
    given = [in_r(file.address)]
    given += [f"sep = {in_r(file.parted_by)}"] if file.parted_by != "," else []
    given += [f"fileEncoding = {in_r(_r_encoding(file, marked=True))}"]
    given += [f"skip = {file.skipped}"] if file.skipped else []
    given += ["header = FALSE"] if file.header == 0 else ["check.names = FALSE"]
    given += _r_types(file, "colClasses = c(", in_r("character"))
    return "\n".join((*_call("table <- read.csv(", given), "print(head(table))"))


def _readr(file: File) -> str:
    given = [in_r(file.address), f"delim = {in_r(file.parted_by)}"]
    given += [f"locale = locale(encoding = {in_r(_r_encoding(file, marked=False))})"]
    given += [f"skip = {file.skipped}"] if file.skipped else []
    given += ["col_names = FALSE"] if file.header == 0 else []
    given += _r_types(file, "col_types = cols(", "col_character()", every=".default = ")
    return "\n".join(("library(readr)", "", *_call("table <- read_delim(", given), "print(head(table))"))


def _pandas_sheet(file: File) -> str:
    given = [in_python(file.address)]
    given += [f"skiprows={file.skipped}"] if file.skipped else []
    given += ["header=None"] if file.header == 0 else []
    given += _python_types(file)
    return "\n".join(
        ("import pandas", "", *_call("table = pandas.read_excel(", given), "print(table.head())")
    )


def _readxl(file: File) -> str:
    name = in_r(file_name(file.address, file.ending))
    skip = f", skip = {file.skipped}" if file.skipped else ""
    return "\n".join(
        (
            "library(readxl)",
            "",
            f"download.file({in_r(file.address)}, {name}, mode = {in_r('wb')})",
            f"table <- read_excel({name}{skip}{', col_names = FALSE' if file.header == 0 else ''})",
            "print(head(table))",
        )
    )


def _python_json(file: File, *, features: bool) -> str:
    found = 'data["features"]' if features else "data"
    return "\n".join(
        (
            "import json",
            "from urllib.request import urlopen",
            "",
            f"with urlopen({in_python(file.address)}) as answer:",
            "    data = json.load(answer)",
            f"print(len({found}))",
        )
    )


def _jsonlite(file: File, *, features: bool) -> str:
    table = "data$features$properties" if features else "data"
    return "\n".join(
        ("library(jsonlite)", "", f"data <- fromJSON({in_r(file.address)})", f"print(head({table}))")
    )


def _call(opening: str, given: Iterable[str]) -> tuple[str, ...]:
    """A call with each of its arguments on a line; R takes no comma behind the last."""
    *others, last = given
    return (opening, *(f"    {one}," for one in others), f"    {last}", ")")


def _python_types(file: File) -> list[str]:
    """Which columns pandas is to read as text; all, where no line gives them names."""
    if not file.codes:
        return []
    text = in_python("string")
    return [f"dtype={text}" if file.header == 0 else f"dtype={{{_pairs(file.codes, in_python, ': ', text)}}}"]


def _r_types(file: File, opening: str, text: str, *, every: str = "") -> list[str]:
    """The same for a function of R, whose argument begins so."""
    if not file.codes:
        return []
    pairs = f"{every}{text}" if file.header == 0 else _pairs(file.codes, in_r, " = ", text)
    return [f"{opening}{pairs})"]


def _pairs(names: Iterable[str], quote: Callable[[str], str], between: str, value: str) -> str:
    return ", ".join(f"{quote(name)}{between}{value}" for name in names)


def _codec(file: File) -> str:
    """Python's name of the encoding; that of UTF-8 and UTF-16 takes a mark at the beginning away."""
    try:
        "".encode(file.encoding or "utf-8")  # which is refused for a codec that is none of texts
        name = codecs.lookup(file.encoding or "utf-8").name
    except (LookupError, ValueError):
        name = "utf-8"
    return {"utf-8": "utf-8-sig", "ascii": "utf-8-sig", "utf-16-le": "utf-16"}.get(name, name)


def _engine(file: File) -> str:
    """What pandas reads a workbook with."""
    return {"xls": "xlrd", "ods": "odfpy", "xlsb": "pyxlsb"}.get(file.ending, "openpyxl")


def _r_encoding(file: File, *, marked: bool) -> str:
    """R's name of the encoding; `marked` takes a mark at the beginning of UTF-8 away."""
    known = _codec(file)
    if known == "utf-8-sig":
        return "UTF-8-BOM" if marked else "UTF-8"
    return "UTF-16" if known == "utf-16" else file.encoding
