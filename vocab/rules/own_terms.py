"""A publisher's own words about use: does a text narrow a licence, free the data, or set terms of its own?

Every text here is folded: lower case, words with one space between. A publisher's sentence in the place of a licence
is terms of its own, also where it only disclaims liability or asks for a citation: a user has to read it.
A few words are such terms only where they speak of use ("for reference only"); "Ask Dave" or "fees" say nothing that
could be kept under a name.
"""

from __future__ import annotations

import re
from typing import Final

_SENTENCE = 8
"""Words from which on a text is a statement, whatever it speaks of."""

_CLAUSE = 4
"""Words from which on a text that speaks of use or rights is a statement."""

_UNSPACED = 30
"""Letters that make a sentence in a script without spaces between its words."""

_FEW = 14
"""Words up to which each of them counts: "OGL pending" is no licence, as "pending" in a page of terms says nothing."""

_SHORT = 60
"""Words up to which a text that says "public domain" is about that and nothing else."""

_USE: Final = (
    "(?:use|used|reuse|reused|copy|copied|reproduce|reproduced|distribute|distributed|redistribute"
    "|redistributed|sell|sold"
    "|resell|resold|share|shared|publish|published|republish|republished|modify|modified|download"
    "|downloaded"
    "|exploit|exploited|sublicen[cs]e|sub licen[cs]e|transfer|transferred|pass|display|give|given)"
)
_HARMLESS = re.compile(
    rf"(?:may|can) be (?:freely )?{_USE}(?: (?:and|or) {_USE})* without (?:\w+ )?(?:permission|restrictions?|charge)"
    r"|without (?:any |further |prior )?(?:restrictions?|conditions?|limitations?)"
    r"|(?:except|unless) (?:where |as )?otherwise (?:stated|noted|indicated|specified)|except where they form"
    r"|commercial(?:ly)? (?:and|or) (?:for )?non ?commercial(?:ly)?"
    r"|non ?commercial(?:ly)? (?:and|or) (?:for )?commercial(?:ly)?"
    r"|both commercial\w* and non ?commercial\w*|no permission (?:is )?required"
    r"|(?:by|with)(?: the| kind)? permission (?:of|from)"
)
_LIMITS = re.compile(
    r"\b(?:non ?commercial(?! government licen[cs]e)\w*|no commercial"
    r"|not (?:be )?(?:for|to be) (?:commercial|sale|resale|redistribution|publication)"
    r"|not (?:be )?used (?:for|in) (?:any )?commercial|(?:personal|private|internal|educational|academic"
    r"|official|research) "
    r"(?:\w+ ){0,4}(?:use|purposes?|using) only|(?:personal|private|internal) use"
    r"|for (?:\w+ ){1,4}purposes only"
    r"|solely (?:for|to)|restricted to|limited to|prohibited|forbidden|confidential"
    rf"|(?:may|must|can|shall|should|do|are) not (?:be )?(?:\w+ )?{_USE}\b|cannot be {_USE}\b"
    rf"|not (?:allowed|permitted)"
    r"|(?:permission|consent|approval|agreement) (?:is |must be |may be |of |from |in )"
    r"|without (?:\w+ ){0,4}(?:permission|consent|approval)"
    r"|\bsubject to (?:\w+ ){0,4}(?:permission|consent|approval)"
    r"|(?<!restrictions )(?<!conditions )(?<!limitations )\b(?:does|do) not apply"
    r"|\bwith (?:additional |special |further |certain |some |other )?(?:conditions|restrictions|limitations)$"
    r"|(?:prior|written|express|explicit|specific) (?:\w+ ){0,2}(?:permission|consent|approval"
    r"|authori[sz]ation)"
    r"|(?:requires?|may (?:need|require)) (?:\w+ ){0,2}(?:permission|consent|licen[cs]e (?:from|of|with)\b)"
    r"|(?:data|content|information|material|logos?) (?:is |are )?excluded"
    r"|permission required|request permission|seek permission"
    r"|except(?:ion|ions|ing)?\b|excluding|excludes|not (?:\w+ ){0,2}(?:licensed|available|covered"
    r"|released|published|included) (?:under|by|in) "
    r"|not (?:the )?(?:open government|ogl|creative commons|cc|odbl)|licen[cs]e fee|charges? appl"
    r"|fees? appl|must (?:obtain|purchase|buy|apply for))"
)
_DOUBTS = re.compile(
    r"^(?:not (?!restricted)|(?:non|never|some|parts?|partly|partially|mixed|previously|formerly|similar to|will be)\b"
    r"|no (?!restrictions?|conditions?|limit|charge|cost|fee|permission|known|further|additional|special"
    r"|licen[cs]e fee))"
    r"|\b(?:pending|proposed|tbc|tba|nc|cannot|draft|expired|superseded|withdrawn|excluded|requested|awaiting"
    r"|(?<!not )restricted|not (?:yet|applicable)|under (?:review|consideration|discussion)|or (?:similar|equivalent)"
    r"|(?:to|will) be (?:released|licen[cs]ed|published|made|open|confirmed|agreed|decided|determined|issued|ogl|cc)"
    r"|if (?:you (?:need|want|wish|require|are)|needed|requested|agreed|possible)"
    r"|(?:and|or|plus) (?:other|various) licen[cs]es|subject to (?:conditions|restrictions)|commercial users?"
    r"|(?<!no )(?:additional|special|extra|further|bespoke) (?:terms|conditions)|third party rights"
    r"|for (?:research|educational|academic|personal|internal|private) (?:use|purposes?))\b"
)
"""In a few words beside a licence: that it is not given, not yet, not for all, or not alone."""

_RIGHTS_GONE = re.compile(r"\bpublic domain\b|\bdomaine public\b|\bdominio publico\b|\bgemeinfrei\b")
_RIGHTS_LEFT = re.compile(
    r"\bnot (?:\w+ ){0,3}(?:public domain|in the public)|\bcopyright(?! free| has expired"
    r"|s? have expired|ed$)\b|\bif (?:it|they|this)\b|\bonly\b"
)
_FREE = re.compile(
    r"(?:(?:this|these|is|are|it|data|dataset|item|public|use|usage|legal|constraints?|conditions?"
    r"|limitations?|restrictions?"
    r"|applying|to|access|and|applicable) ){0,6}"
    r"(?:there (?:is|are) )?(?:no|without|none) (?:known |special |legal |use |usage |other )?"
    r"(?:restrictions?|limitations?|limits?|conditions?|constraints?)"
    r"(?: (?:apply|applied|applies|exist|on|to|or|and|of|for|the|public|access|use|uses|using|usage"
    r"|reuse|re|distribution|redistribution"
    r"|its|this|these|data|dataset|item|restrictions?|limitations?|constraints?|whatsoever))*"
)
_OF_ACCESS = re.compile(r"\bacces(?:s|sible)?\b")
_OF_USE = re.compile(
    r"\b(?:use|uses|using|usage|reuse|distribution|redistribution|utilisation|only|restricted|limited"
    r"|terms|conditions|licen[cs]\w*)\b"
)
_CROWN = re.compile(
    r"(?:c |copyright )?crown copyright(?: and (?:database )?rights?(?: reserved)?)?(?: \d{4}){0,2}"
    r"(?: (?:ordnance survey|os))?(?: \w{0,3}\d{5,12})?(?: all rights reserved)?"
)
_NOTICE = re.compile(r"(?:copyright|c(?= (?:crown|\d{4}))|hawlfraint|urheberrecht)(?: \w+){1,10}")
_NO_NOTICE = re.compile(
    r"\b(?:licen[cs]\w*|terms|conditions?|use|used|polic\w+|free|freely|restrict\w*|law|statement|no"
    r"|none|not)\b"
)
_SPEAKS_OF_USE = re.compile(
    r"\b(?:use|used|uses|usage|users?|using|reuse|licen[cs]\w*|copyright|terms|conditions?|warrant\w*"
    r"|liab\w+|disclaim\w*"
    r"|credit\w*|cit(?:e|ed|ing|ation|ations)|acknowledg\w+|attribut\w+|permission\w*|permitted|permit"
    r"|restrict\w*|limitations?|limited"
    r"|reproduc\w+|redistribut\w+|distribut\w+|purposes?|commercial\w*|responsib\w+|guarant\w+|as is"
    r"|only|navigation\w*|must|shall"
    r"|agree\w*|polic(?:y|ies)|freely|prohibited|confidential|subject to|rights? reserved|own risk"
    r"|may be|utilis\w+|reutilis\w+|nutzung\w*|lizenz\w*"
    r"|bedingungen|haftung|uso|licenci\w+|condiciones|licenza|condizioni|gebruik|voorwaarden|defnydd\w*"
    r"|trwydded\w*|hawlfraint)\b"
)
_IN_BRIEF = re.compile(
    r"(?:\w+ ){0,3}(?:reference|planning|information|informational|internal|personal|private|educational"
    r"|academic|research"
    r"|official|illustrative|illustration|navigational?|navigation)(?: (?:use|purposes?|uses))?(?: only)?"
)
_BRIEFLY = re.compile(r"\b(?:only|not for)\b")
_ADDRESS = re.compile(r"""(?:https?://|www\.)[^\s<>"'&;()\\]+""", re.IGNORECASE)
_ANCHOR = re.compile(
    r"""<a\s[^<>]{0,300}?href=["']([^"'<>\s]{8,2000})["'][^<>]{0,600}>([^<>]{0,200})""", re.IGNORECASE
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|bmp)$", re.IGNORECASE)
_BEFORE = 60
_LOOKED_AT = 20_000
_OF_TERMS = re.compile(
    r"terms|licen[cs]|polic|disclaim|copyright|legal|rights|conditions|agreement|tou\b", re.IGNORECASE
)


def limits_use(folded: str) -> bool:
    """Whether a text narrows what an open licence would allow: not commercially, with permission, with exceptions."""
    told = _HARMLESS.sub(" ", folded).strip()
    return bool(_LIMITS.search(told)) or (folded.count(" ") < _FEW and bool(_DOUBTS.search(told)))


def says_of_use(folded: str) -> str:
    """The notation for what a text says that names no licence; "" where it says nothing of use.

    No rights left, no conditions, Crown copyright, a copyright notice; else terms of the publisher's own, if the
    text is a statement and no mere word.
    """
    words = folded.count(" ") + 1
    if words <= _SHORT:
        told = _statement(folded)
        if told is not None:
            return told
    return "custom" if _is_statement(folded, words) else ""


def link_of_terms(text: str) -> str:
    """The first address in a text or its markup that leads to terms, as written; "" where none does.

    It does where it says so itself, where the link's words or those just before it do, or where it is the whole text.
    """
    text = text[:_LOOKED_AT]
    whole = text.strip()
    if _ADDRESS.fullmatch(whole):
        return _with_scheme(whole)
    anchors = (found[1] for found in _ANCHOR.finditer(text) if _OF_TERMS.search(found[2]))
    written = (found[0] for found in _ADDRESS.finditer(text) if _introduced(found, text))
    found = (address.rstrip(".,:") for address in (*anchors, *written) if not _PICTURE.search(address))
    return _with_scheme(next((address for address in found if _ADDRESS.fullmatch(address)), ""))


def leads_to_terms(address: str) -> bool:
    """Whether an address says that terms stand there: `/terms-of-use`, `/data-policy.pdf`."""
    return bool(_OF_TERMS.search(address))


def _introduced(found: re.Match[str], text: str) -> bool:
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    return leads_to_terms(found[0]) or bool(_OF_TERMS.search(before))


def _with_scheme(address: str) -> str:
    return f"https://{address}" if address.lower().startswith("www.") else address


def _statement(folded: str) -> str | None:
    """A statement in a set form; "" for one that is of access alone, None where the text has no such form."""
    if _OF_ACCESS.search(folded) and folded.count(" ") < _SENTENCE and not _OF_USE.search(folded):
        return ""
    if _FREE.fullmatch(folded):
        return "no-conditions"
    if _RIGHTS_GONE.search(folded) and not (_RIGHTS_LEFT.search(folded) or limits_use(folded)):
        return "other-public-domain"
    if _CROWN.fullmatch(folded):
        return "crown-copyright"
    if _NOTICE.fullmatch(folded) and not (_NO_NOTICE.search(folded) or limits_use(folded)):
        return "other-closed" if folded.endswith("all rights reserved") else "inc"
    return None


def _is_statement(folded: str, words: int) -> bool:
    if words >= _SENTENCE or (not folded.isascii() and len(folded) >= _UNSPACED):
        return True
    if words >= _CLAUSE and _SPEAKS_OF_USE.search(folded):
        return True
    return bool(_IN_BRIEF.fullmatch(folded) and _BRIEFLY.search(folded))
