"""Settings come from defaults, then the file, then variables; one that cannot be read is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogue.errors import SettingsError
from catalogue.settings import Settings, load_settings, setting_source


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and no settings from outside."""
    for name in [name for name in os.environ if name.startswith("STOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_file_and_variables_all_state_is_below_one_folder() -> None:
    settings = load_settings()

    assert settings.ledger_url == "sqlite:///var/ledger.db"
    assert settings.store_url == "oxigraph:var/store"
    assert settings.index_url == "whoosh:var/index"
    assert settings.queue_path == Path("var/queue.db")
    assert settings.public_base == "http://127.0.0.1:8000"


def test_a_variable_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "stook.toml").write_text('delay = 3\ncontact = "data@leeds.test"\nallow = ["127.0.0.1:8100"]\n')
    monkeypatch.setenv("STOOK_DELAY", "4")

    settings = load_settings()

    assert (settings.delay, settings.contact, settings.allow) == (4.0, "data@leeds.test", ("127.0.0.1:8100",))
    assert [setting_source(name) for name in ("delay", "contact", "jobs")] == [
        "STOOK_DELAY",
        "stook.toml",
        "default",
    ]


def test_several_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOOK_ALLOW", " 127.0.0.1:8100 , portal.test,")

    assert load_settings().allow == ("127.0.0.1:8100", "portal.test")


@pytest.mark.parametrize(
    ("bind", "host", "port"),
    [("0.0.0.0:80", "0.0.0.0", 80), (":8080", "127.0.0.1", 8080), ("[::1]:8000", "::1", 8000)],  # noqa: S104
)
def test_an_address_to_listen_on_is_a_host_and_a_port(bind: str, host: str, port: int) -> None:
    settings = Settings(bind=bind)

    assert (settings.host, settings.port) == (host, port)


def test_the_public_base_has_no_slash_at_its_end() -> None:
    assert Settings(base="https://data.leeds.test/").public_base == "https://data.leeds.test"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bind", "localhost"), ("bind", "localhost:99999"), ("bind", "localhost:²"), ("base", "data.leeds.test"),
        ("base", "https://data leeds.test"), ("base", "javascript:alert(1)"), ("delay", "-1"), ("delay", "nan"),
        ("timeout", "0"), ("jobs", "0"), ("jobs", "two"), ("page_bytes", "-5"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"STOOK_{name.upper()}", value)

    with pytest.raises(SettingsError, match=rf"setting {name} \(STOOK_{name.upper()}\): "):
        load_settings()


def test_a_setting_that_nobody_knows_is_refused(folder: Path) -> None:
    (folder / "stook.toml").write_text("dealy = 3\n")

    with pytest.raises(SettingsError, match="setting dealy"):
        load_settings()


@pytest.mark.parametrize("content", [b"delay = = 3", b"\xff\xfe", b"[delay"])
def test_a_file_that_is_no_toml_is_refused(folder: Path, content: bytes) -> None:
    (folder / "stook.toml").write_bytes(content)

    with pytest.raises(SettingsError, match=r"stook\.toml cannot be read"):
        load_settings()
