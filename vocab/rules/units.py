"""Words around the name of a body: of its accounts, of its teams, and of organisations that are others."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JOINTS: Final = _words("a an and at by for from i in of on the to y")
"""Words that join others and say nothing by themselves."""

ACCOUNTS: Final = _words(
    """
    account admin administrator agol api arcgis arcgisonline catalog catalogue data datahub datasets
    datastore desktop enterprise geodata geoportal geospatial gis hub inspire map mapping maps online
    open opendata organisation organization portal publisher site spatial spatialdata team teams user web
    webgis webmap webmaps website
    """
)
"""Words of an account on a portal, or of the team that keeps it. None of them names an organisation."""

UNITS: Final = (
    ACCOUNTS
    | JOINTS
    | _words(
        """
        access accessibility accountancy adult affairs air analysis analytics archaeology archive archives
        asset assets audit benefits biodiversity building buildings business care census centre change chief
        child children childrens city cleansing climate collaboration commercial committee committees
        communication communications communities community complaints conservation consultation control core
        corporate countryside county crime cultural culture customer customers datahubs democracy democratic
        demographics demography department departments dept design desk development digital directorate
        directorates district division early economic economics economy education elections electoral
        electronic emergency employment energy engagement engineering environment environmental equalities
        equality estate estates evaluation events evidence exclusion executive external facilities families
        finance financial fleet flood foi food freedom functions general geographic geographical geography
        governance government grant grants green growth head health heritage high highway highways
        homelessness homes housing hr human ict improvement inclusion inequalities information
        infrastructure innovation insight insights inspection integrated intelligence internal it justice
        knowledge land landscape learning legal legislation leisure libraries library licensing lighting
        linked local location management manager market marketing monitoring museums neighbourhood
        neighbourhoods noise office officer officers operations opinion outdoor parking parks partnerships
        payments payroll pensions people performance place places plan planning play policies policy
        pollution population premises prevention private procurement programme programmes project projects
        property protection public quality records recovery recreation recycling regeneration registrars
        registration regulation regulatory relationships research resource resources response revenues
        rights risk road roads rural safety scheme science scrutiny section security server
        service services shared skills social spaces standards statistical statistics stats
        strategic strategy street streets streetscene support survey surveys sustainability sustainable
        systems tax taxi technical technology tourism trading traffic training transformation transparency
        transport transportation travel treasury tree trees unit urban viability ward waste water web
        welfare wellbeing works young youth
        """
    )
)
"""Words of which the names of a body's teams are made. A name of these alone is no organisation's."""

OTHERS: Final = _words(
    """
    academy agency airport alliance association authority awdurdod bank board brigade cathedral chamber
    charity church cic club coalition college commission commissioned company consortium constabulary
    consultancy consultants consulting contractors cooperative corporation council cyngor federation fire
    forum foundation friends fund group hospital inc institute institution laboratories laboratory limited
    llc llp ltd ministry museum network networks nhs observatory parish partners partnership plc police
    prifysgol society solutions theatre town tribunal trust union universities university volunteers
    """
)
"""Words by which an organisation is told: a name with one of them is no team's, unless it is the body's own."""

STYLES: Final = _words("bc cbc cc council dc lbc mbc mdc ua")
"""What councils write after their short name."""

WHOLE: Final = _words(
    """
    agency assembly authority board borough bureau college comhairle commission constabulary corporation
    council cyngor department directorate executive government hospital institute institution laboratory
    ministry museum office parliament partnership police service society trust university
    """
)
"""Words that only the whole name of a body has, so that what stands beside it is no part of another name."""
