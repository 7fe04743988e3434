"""Words that say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SILENT: Final = frozenset(
    {
        "", "custom", "custom licence", "custom licence unknown", "licence not specified", "license not specified",
        "n a", "nan", "nil", "no file type", "no licence", "no license", "none", "not applicable", "not known",
        "not specified", "null", "uncategorised", "uncategorized", "undefined", "unknown", "unspecified",
    }
)  # fmt: skip
"""Folded words that mean "nothing was said". Only the label of a scheme can give one a meaning, as "unknown" has
among the frequencies."""


_NO_FORM = """
another format|application unknown|autre|data|data file|dataset|divers|download|downloadable file|file|files|
misc|miscellaneous|mixed|multiple|other|other format|others|sonstige|tbc|unknown unknown|various|
various formats|www download|www download 1 0 ftp download|www download 1 0 http download|
www download 1 0 http downloaddata|www download 1 0 link download
"""
_NO_KIND = """
data|data set|data sets|dataset|datasets|dataset collection|dcat dataset|geographicdataset|nongeographicdataset|
open data|other|resource|series|
//inspire.ec.europa.eu/metadata-codelist/resourcetype/dataset|
//inspire.ec.europa.eu/metadata-codelist/resourcetype/series|//purl.org/dc/dcmitype/collection|
//purl.org/dc/dcmitype/dataset|//schema.org/dataset|//w3.org/ns/dcat#dataset
"""
_NO_TERMS = """
conditions to access and use unknown|conditions unknown|custom licence license not specified|keine angabe|
keine angaben|lizenz nicht angegeben|licence non specifiee|licenca nao especificada|licencia no especificada|
licenza non specificata|llicencia no especificada|license not given|licence not given|no license provided|
no licence provided|no license specified|no licence specified|
no se especifico la licencia|licence|license|rights|licence type|license type|terms|
no special restrictions or limitations on using the items content have been provided|
not provided|not stated|notspecified|other restrictions|otherrestrictions|sin especificar|unknown conditions|
unknown licence|unknown license|//project-open-data.cio.gov/unknown-license|
//project-open-data-cio.gov/unknown-license|//project-open-data-cio.gov/unknown-license/#v1-legacy|
//project-open-data.cio.gov/unknown-license/#v1-legacy|
//inspire.ec.europa.eu/metadata-codelist/conditionsapplyingtoaccessanduse/conditionsunknown
"""
_NO_STATE = "accepted|active|live|published"
_NO_SUBJECT = """
all|all data|altro|andere|archived|arcgis|arcgis hub|arcgis online|autre|autres|categories|category|data|
data agored|data sets|dataset|datasets|default|esri|featured|featured data|featured datasets|general|geodata|
geospatial|geospatial data|gis|gis data|inspire|json file|miscellaneous|misc|new|no category|no theme|open data|
opendata|open data portal|otra|otros|other|others|outros|overig|popular|sonstige|sonstiges|spatial|spatial data|
statistics|test|theme|themes|top 10|various|ystadegau|その他
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace("\n", "").split("|"))


SILENT_IN: Final[Mapping[str, frozenset[str]]] = {
    "file-type": _words(_NO_FORM),
    "media-type": _words(_NO_FORM),
    "dataset-type": _words(_NO_KIND),
    "licence": _words(_NO_TERMS),
    "status": _words(_NO_STATE),
    "theme": _words(_NO_SUBJECT),
}
"""Folded words that say nothing in one vocabulary only: a format "other", a type "dataset" of a dataset, a
theme "geospatial", which ArcGIS Hub gives to everything it holds."""


def says_nothing(folded: str, scheme: str = "") -> bool:
    """Whether a folded word is one of those that stand in a field so that it is not empty.

    With the name of a scheme, also the words that say nothing among its concepts.
    """
    return folded in SILENT or folded in SILENT_IN.get(scheme, ())
