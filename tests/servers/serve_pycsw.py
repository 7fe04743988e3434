"""Run by pycsw's own Python: loads a folder's records into SQLite, and serves them on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

CONFIGURATION = """[server]
home=.
url={address}
mimetype=application/xml; charset=UTF-8
encoding=UTF-8
language=en-GB
maxrecords=100
profiles=apiso

[manager]
transactions=false
allowed_ips=127.0.0.1

[metadata:main]
identification_title=Made-up geographic catalogue
identification_abstract=Records for tests
identification_keywords=catalogue,discovery
identification_keywords_type=theme
identification_fees=None
identification_accessconstraints=None
provider_name=Made up
provider_url=https://madeup.example
contact_name=Made up
contact_position=Made up
contact_address=Made up
contact_city=Made up
contact_stateorprovince=Made up
contact_postalcode=Made up
contact_country=Made up
contact_phone=Made up
contact_fax=Made up
contact_email=gis@madeup.example
contact_url=https://madeup.example
contact_hours=Made up
contact_instructions=Made up
contact_role=pointOfContact

[metadata:inspire]
enabled=false

[repository]
database={database}
table=records
"""


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *said: object) -> None:
        """Nothing."""


def main(folder: Path) -> None:
    """Serves until it is killed; the first line of its output is its address."""
    from pycsw.core import admin
    from pycsw.core.config import StaticContext
    from pycsw.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    address = f"http://127.0.0.1:{server.server_port}/csw"
    database = f"sqlite:///{folder / 'records.db'}"
    file = folder / "pycsw.cfg"
    file.write_text(CONFIGURATION.format(address=address, database=database))
    os.environ["PYCSW_CONFIG"] = str(file)
    out, sys.stdout = sys.stdout, sys.stderr  # pycsw prints each path it is asked for
    admin.setup_db(database, "records", str(folder))
    admin.load_records(StaticContext(), database, "records", str(folder / "records"), force_update=True)
    print(address, file=out, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
