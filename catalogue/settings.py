"""Settings: defaults, then `stook.toml`, then STOOK_* variables; every command honours all of them."""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from limits import parse_many
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from catalogue.errors import SettingsError
from catalogue.iri import is_web_address, read_iri
from catalogue.secret import read_secret


class Settings(BaseSettings):
    """Every setting, with what it means. Paths are relative to the folder a command is run in."""

    model_config = SettingsConfigDict(
        env_prefix="STOOK_", toml_file="stook.toml", extra="forbid", frozen=True
    )

    home: Path = Field(Path("var"), description="the one folder that holds all state")
    bind: str = Field("127.0.0.1:8000", description="address and port that the web site listens on")
    base: str = Field(
        "", description="public base address of the site, used in every IRI; from `bind` when empty"
    )
    allow: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="hosts (or host:port) that may be harvested although they are private, comma-separated",
    )
    ledger: str = Field("", description="SQLAlchemy address of the ledger; SQLite in `home` when empty")
    store: str = Field(
        "",
        description="address of the RDF store: `oxigraph:PATH`, or `sparql:ADDRESS` of a server's queries with, "
        "where needed, `#update=ADDRESS&user=NAME&password=secret:NAME` or `token=secret:NAME`; `oxigraph:` in `home` "
        "when empty",
    )
    index: str = Field("", description="address of the search index; `whoosh:` in `home` when empty")
    queue: str = Field("", description="path of the worker's queue; SQLite in `home` when empty")
    catalogue_title: str = Field("Stook", min_length=1, description="what this catalogue is called")
    catalogue_description: str = Field(
        "Descriptions of open data that councils and public bodies publish, harvested from their portals and "
        "mapped to DCAT.",
        min_length=1,
        description="what is in this catalogue, in a sentence",
    )
    catalogue_publisher: str = Field(
        "",
        description="who runs this catalogue; the host of `base` is named when empty, since somebody must be",
    )
    catalogue_publisher_page: str = Field(
        "", description="web address of who runs this catalogue, which then names them too"
    )
    catalogue_licence: str = Field(
        "",
        description="address of the licence of the descriptions themselves; none is stated when empty, since only who "
        "runs the catalogue can give one",
    )
    contact: str = Field("", description="who answers for the harvest; sent to portals in the user agent")
    delay: float = Field(1.0, ge=0, description="least seconds between two requests to one portal")
    daily_requests: int = Field(
        20_000, gt=0, description="most requests to one host on one day (UTC), by all runs together"
    )
    timeout: float = Field(60.0, gt=0, description="longest time one page may take, in seconds")
    backoff: float = Field(
        2.0, ge=0, description="first pause before a failed request is tried again, in seconds"
    )
    run_hours: float = Field(6.0, gt=0, description="longest time one run may take, in hours")
    run_megabytes: int = Field(
        1500, ge=50, description="most memory that one run's process may hold, in megabytes"
    )
    page_bytes: int = Field(50_000_000, gt=0, description="largest page read from a portal, in bytes")
    document_bytes: int = Field(
        256_000_000, gt=0, description="largest whole catalogue in one document, in bytes"
    )
    query_seconds: float = Field(10.0, gt=0, description="longest time a SPARQL query may run, in seconds")
    query_bytes: int = Field(
        50 * 1024**2,
        gt=0,
        description="largest answer of a SPARQL query, in bytes; one that is larger is refused",
    )
    query_rows: int = Field(
        500_000,
        ge=0,
        description="most rows of a SPARQL query's table; one that has more is refused; 0 for any number",
    )
    query_workers: int = Field(
        4, ge=1, description="SPARQL queries that run at the same time, each in a process"
    )
    query_parallel: int = Field(
        2, ge=0, description="how many of them one client may have; its others wait their turn; 0 for all"
    )
    query_minute_seconds: float = Field(
        60.0, ge=0, description="seconds that one client's SPARQL queries may run in a minute; 0 for any time"
    )
    query_minute_errors: int = Field(
        60,
        ge=0,
        description="SPARQL queries with errors that one client may send in a minute; 0 for any number",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="addresses or networks of our own proxies, whose X-Forwarded-For says who asks, comma-separated; "
        "without, all who come through a proxy share as one client",
    )
    operators: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="e-mail addresses of those who run this catalogue: they approve portals, release what is held back "
        "and read stories before they are shown; comma-separated",
    )
    check_limit: str = Field(
        "20/hour;60/day",
        description="how often one visitor may have an address checked, as `NUMBER/SPAN;...`",
    )
    mail_limit: str = Field(
        "5/10minute;20/day",
        description="how often one visitor may have a link mailed, and one address be sent one",
    )
    change_limit: str = Field(
        "60/hour", description="how often one visitor may send a form that changes something"
    )
    story_limit: str = Field(
        "5/hour;20/day", description="how often one visitor may send a story of what good came of data"
    )
    links: bool = Field(True, description="whether the worker checks the addresses that datasets lead to")
    links_hours: float = Field(
        168.0,
        gt=0,
        description="hours between two checks of an address that works; one that fails is asked sooner",
    )
    links_delay: float = Field(
        0.5, ge=0.5, description="least seconds between two requests for addresses on one host"
    )
    links_parallel: int = Field(
        32, ge=1, le=256, description="hosts that a worker asks for addresses at the same time"
    )
    links_timeout: float = Field(
        20.0, gt=0, description="longest time that an address may take to answer, in seconds"
    )
    samples: bool = Field(
        True, description="whether the worker reads the first rows of files, to tell what columns they have"
    )
    samples_bytes: int = Field(
        65_536, ge=1024, le=1_048_576, description="most bytes that one request for a file's first rows reads"
    )
    samples_rows: int = Field(200, ge=10, le=2000, description="most rows of a file that are looked at")
    samples_days: float = Field(28.0, ge=1, description="days between two looks at a file's first rows")
    samples_delay: float = Field(
        2.0, ge=0.5, description="least seconds between two requests for files on one host"
    )
    samples_parallel: int = Field(
        8, ge=1, le=64, description="hosts that a worker asks for files at the same time"
    )
    checks: int = Field(2, ge=1, description="addresses that a worker checks at the same time")
    check_seconds: float = Field(60.0, gt=0, description="longest time one check may take, in seconds")
    check_megabytes: int = Field(
        800, ge=50, description="most memory that one check's process may hold, in megabytes"
    )
    harvest_hours: float = Field(24.0, gt=0, description="hours between two runs of a portal")
    mail_host: str = Field(
        "",
        description="server that mails go out by; when empty, links to sign in are written to files in `home`, and "
        "nobody is told of portals",
    )
    mail_port: int = Field(587, gt=0, lt=65_536, description="port of that server")
    mail_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the way to that server is kept private: `starttls`, `tls` or `none`"
    )
    mail_user: str = Field("", description="name to log in to that server with; no login when empty")
    mail_password: str = Field("", description="its password by reference, `secret:NAME`")
    mail_from: str = Field("", description="sender of mails")
    mail_to: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="who is written to when a portal's state changes, comma-separated"
    )
    oidc_issuer: str = Field(
        "",
        description="OpenID Connect provider by which one may sign in, as it calls itself; none when empty",
    )
    oidc_client: str = Field("", description="what this catalogue is called at that provider (client id)")
    oidc_secret: str = Field(
        "",
        description="its secret there by reference, `secret:NAME`; browsers are to be sent back to "
        "`/sign-in/provider/back`",
    )
    oidc_name: str = Field(
        "your organisation's account", min_length=1, description="what people call that provider"
    )
    webhook: str = Field(
        "", description="address that is told when a portal's state changes; none when empty"
    )
    webhook_secret: str = Field(
        "", description="the key that what it is told is signed with, by reference, `secret:NAME`"
    )
    dumps_hour: int = Field(
        3,
        ge=-1,
        le=23,
        description="hour (UTC) after which the worker makes the day's dumps; none are made by it when -1",
    )
    dumps_kept: int = Field(7, ge=1, description="sets of dumps that are kept, the newest")
    worker_seconds: float = Field(
        10.0, gt=0, description="how often a worker says that it lives and looks for what is due, in seconds"
    )
    jobs: int = Field(
        2, ge=1, description="portals harvested at the same time by `harvest --all` and the worker"
    )

    @field_validator("allow", "mail_to", "operators", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("trusted_proxies", mode="after")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            ip_network(text, strict=False)
        return value

    @field_validator("check_limit", "mail_limit", "change_limit", "story_limit", mode="after")
    @classmethod
    def _limits(cls, value: str) -> str:
        parse_many(value)
        return value

    @field_validator("catalogue_publisher_page", "catalogue_licence", mode="after")
    @classmethod
    def _empty_or_address(cls, value: str) -> str:
        if value and not (is_web_address(value) and read_iri(value) == value):
            raise ValueError("a web address was expected, such as https://data.example.org")
        return value

    @field_validator("base", mode="after")
    @classmethod
    def _web_address(cls, value: str) -> str:
        base = value.rstrip("/")
        if base and not (is_web_address(base) and read_iri(base) == base):
            raise ValueError("a web address was expected, such as https://data.example.org")
        return base

    @property
    def public_base(self) -> str:
        """The base of every IRI, without a slash at its end."""
        return self.base or f"http://{self.bind}"

    @property
    def ledger_url(self) -> str:
        """Where the ledger is."""
        return self.ledger or f"sqlite:///{self.home / 'ledger.db'}"

    @property
    def store_url(self) -> str:
        """Where the RDF store is."""
        return self.store or f"oxigraph:{self.home / 'store'}"

    def secret(self, reference: str) -> str:
        """What a setting `secret:NAME` refers to; "" for an empty one."""
        return read_secret(reference, self.home, os.environ)

    @property
    def index_url(self) -> str:
        """Where the search index is."""
        return self.index or f"whoosh:{self.home / 'index'}"

    @property
    def dumps_path(self) -> Path:
        """Where the dumps are."""
        return self.home / "dumps"

    @property
    def queue_path(self) -> Path:
        """Where the worker's queue is."""
        return Path(self.queue) if self.queue else self.home / "queue.db"

    @property
    def host(self) -> str:
        """The host of `bind`, an IPv6 one without its brackets."""
        return self.bind.rpartition(":")[0].strip("[]") or "127.0.0.1"

    @property
    def port(self) -> int:
        """The port of `bind`."""
        return int(self.bind.rpartition(":")[2])

    @field_validator("bind", mode="after")
    @classmethod
    def _has_port(cls, value: str) -> str:
        port = value.rpartition(":")[2]
        if not (port.isdecimal() and int(port) < 65_536):
            raise ValueError("an address and a port were expected, such as 127.0.0.1:8000")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables win over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings() -> Settings:
    """The settings as they stand; SettingsError names the setting that cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"setting {name} (STOOK_{name.upper()}): {first['msg']}") from error
    except (ValueError, OSError) as error:  # TOML that does not parse, or is not UTF-8
        raise SettingsError(f"stook.toml cannot be read: {error}") from error


def setting_source(name: str) -> str:
    """Where a setting's value came from: the variable, the file or the default."""
    if f"STOOK_{name.upper()}" in {key.upper() for key in os.environ}:
        return f"STOOK_{name.upper()}"
    file = Path("stook.toml")
    in_file = file.exists() and name in TomlConfigSettingsSource(Settings, toml_file=file)()
    return "stook.toml" if in_file else "default"
