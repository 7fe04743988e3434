"""The site as an officer's browser uses it, and the worker's part, played from prepared reports."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from catalogue.checking.report import (
    Blocking,
    Detected,
    Mean,
    Publisher,
    Report,
    SampleRecord,
    ShownValue,
)
from catalogue.finding import Finding, Severity
from catalogue.indexes.protocol import open_index
from catalogue.ledger.checks import CheckState, Progress, note_progress, take_check
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.schema import notices
from catalogue.quality.advice import Advice
from catalogue.settings import Settings
from catalogue.stores import open_store
from vocab import load_vocabulary
from web.app import build_app
from web.forms.fairness import Fairness

BASE = "http://stook.example"
NOW = "2026-11-28T09:00:00Z"
ADDRESS = "https://data.leeds.gov.uk/"
BAD = "<script>alert(1)</script>"
FOUND = Detected(
    kind="ckan",
    software="CKAN",
    address=ADDRESS,
    title="Leeds open data",
    version="2.11",
    how="Its interface answered as CKAN's does.",
)
RECORD = SampleRecord(
    key="bins",
    title="Litter bins",
    source="https://data.leeds.gov.uk/dataset/bins",
    publisher="Leeds City Council",
    licence="Anybody may use it.",
    values=(
        ShownValue(label="Title", property="title", published="Litter bins", shown="Litter bins"),
        ShownValue(
            label="Licence",
            property="distribution.license",
            published="OGL3",
            shown="Open Government Licence 3.0",
            how="hidden label “OGL3”",
        ),
        ShownValue(label="Theme", property="theme", published="", shown=""),
    ),
    findings=(
        Finding(
            code="description-short",
            severity=Severity.WARNING,
            message="The description is short.",
            fix="Say what it holds.",
        ),
    ),
    lacks=("keyword", "theme"),
    published_points=205,
    here_points=285,
)
HOSTILE = SampleRecord(
    key="=HYPERLINK(1)", title=f"=1+1 {BAD}", source="javascript:alert(1)", rejected=BAD, lacks=("keyword",)
)
REPORT = Report(
    sentence="20 records were read of 312; one could not be taken in.",
    kind="ckan",
    software="CKAN",
    address=ADDRESS,
    title="Leeds open data",
    declared=312,
    read=19,
    rejected=1,
    requests=4,
    seconds=6.5,
    advice=(
        Advice(
            metric="keyword",
            title="Keyword usage",
            datasets=2,
            points=30,
            ask="Add keywords",
            where="CKAN: Edit, Tags",
        ),
        Advice(
            metric="theme", title="Categories", datasets=1, points=30, ask="Say what it is about", where=""
        ),
    ),
    published=Mean(points=205, band="Sufficient"),
    here=Mean(points=285, band="Good"),
    publishers=(
        Publisher(name="Leeds City Council", slug="leeds-city-council", code="E08000035", datasets=19),
    ),
    records=(RECORD, HOSTILE),
)
DONE = Progress(
    state=CheckState.DONE, sentence=REPORT.sentence, lines=("It answered.",), found=FOUND, report=REPORT
)
NOTHING = Progress(
    state=CheckState.FAILED,
    sentence="No portal was found there.",
    found=Detected(how="It is a page.", advice="Give the portal's own address.", tried=("GET / 200",)),
)
EMPTY = Progress(
    state=CheckState.DONE,
    sentence="No dataset could be read.",
    found=FOUND,
    report=Report(
        kind="ckan", address=ADDRESS, blocking=(Blocking(code="none", sentence="No dataset is public."),)
    ),
)
EMAIL = "open.data@leeds.gov.uk"
_MAILED = re.compile(rf"{BASE}(/register/contact/\S+)")
_PROOF = re.compile(r'name="proof" value="([^"]*)"')


@dataclass(slots=True)
class Desk:
    """One browser at the site. `clock` holds the present instant."""

    client: TestClient
    ledger: Ledger
    settings: Settings
    clock: list[str] = field(default_factory=lambda: [NOW])

    def begin_again(self) -> None:
        """Back to the first moment, with fresh shares."""
        self.clock[:] = [NOW]
        object.__setattr__(self.client.app.state.site, "fairness", Fairness(self.settings))  # type: ignore[attr-defined]

    def get(self, address: str, **more: Any) -> Response:
        """A page."""
        return self.client.get(address, **more)

    def post(self, page: str, action: str = "", **typed: object) -> Response:
        """Sends a form of a page with its proof, to the page's own address where no other is named."""
        found = _PROOF.search(self.client.get(page).text)
        return self.client.post(action or page, data={"proof": found[1] if found else "", **typed})

    def filed(self, address: str = ADDRESS) -> str:
        """A check that was filed; its private page."""
        answer = self.post("/register", address=address)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def work(self, progress: Progress) -> None:
        """What a worker tells of the check that waits longest."""
        with self.ledger.writing() as connection:
            check = take_check(connection, owner="worker", now=self.clock[0])
            assert check
            assert note_progress(connection, check, progress, owner="worker", now=self.clock[0])

    def checked(self, progress: Progress = DONE, address: str = ADDRESS) -> str:
        """A check that has ended; its private page."""
        page = self.filed(address)
        self.work(progress)
        return page

    def answered(self, page: str, email: str = EMAIL, **more: object) -> None:
        """Every answer that is asked for before a registration is sent."""
        answers = {"body": "E08000035", "lists": "own", "title": "Leeds open data", "told": "yes"} | more
        for step in ("organisation", "contact"):
            answer = self.post(f"{page}/{step}", email=email, **answers)
            assert answer.status_code == 303, shown(answer)

    def registered(self, email: str = EMAIL, address: str = "", **more: object) -> str:
        """A registration that was filed, of a portal of its own; its private page."""
        address = address or f"https://{secrets.token_hex(6)}.example/"
        found = replace(FOUND, address=address)
        report = replace(REPORT, address=address)
        page = self.checked(replace(DONE, found=found, report=report), address)
        self.answered(page, email, **more)
        return self.sent(page)

    def sent(self, check: str) -> str:
        """Sends what was answered about a check; the private page of the registration, which is not the check's."""
        answer = self.post(f"{check}/answers")
        assert answer.status_code == 303, shown(answer)
        assert answer.headers["location"] != check
        return answer.headers["location"]

    def proven(self, email: str = EMAIL, **more: object) -> str:
        """A registration whose contact is proven, in the same browser; its private page."""
        self.registered(email, **more)
        answer = self.post(self.mailed(email))
        assert answer.status_code == 303, shown(answer)
        return answer.headers["location"]

    def mails(self, email: str = EMAIL) -> list[tuple[str, str]]:
        """Subject and text of what was written to an address, newest first."""
        wanted = select(notices.c.body).where(notices.c.target == email).order_by(notices.c.id.desc())
        with self.ledger.reading() as connection:
            return [(body["subject"], body["text"]) for body in connection.scalars(wanted)]

    def mailed(self, email: str = EMAIL) -> str:
        """The address of the page in the newest mail with a link that proves an address."""
        links = (_MAILED.search(text) for _, text in self.mails(email))
        return next(found[1] for found in links if found)


def shown(response: Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """The site over a new ledger."""
    settings = Settings(
        base=BASE, home=folder, check_limit="60/hour", mail_limit="60/hour", change_limit="200/hour"
    )
    ledger, clock = open_ledger(f"sqlite:///{folder / 'ledger.db'}"), [NOW]
    app = build_app(
        settings,
        ledger=ledger,
        store=open_store("memory:"),
        index=open_index("memory:"),
        vocabulary=load_vocabulary(),
        now=lambda: clock[0],
    )
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield Desk(client=client, ledger=ledger, settings=settings, clock=clock)
