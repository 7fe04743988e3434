"""Writes the parts of the documents that repeat the code, or with --check says which are out of date."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from catalogue import model
from catalogue.cli import stook
from catalogue.property import lines
from catalogue.rules import RULES
from catalogue.settings import Settings
from harvester.spiders import kinds
from vocab import load_vocabulary
from web.linked.stored import load_views
from web.views.sparql import EXAMPLES

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "detection"))

from measure_detection import figures  # noqa: E402 - found through the line above

_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    head = f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"
    return head + "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows)


def kinds_table() -> str:
    """The kinds of portal that have a spider."""
    rows = (
        (f"`{name}`", spider.title, _sentence(sys.modules[spider.__module__].__doc__))
        for name, spider in kinds().items()
    )
    return table(("kind", "software", "how it is read"), rows)


def commands_table() -> str:
    """The commands and what each does, sub-commands included."""
    context = click.Context(stook)
    rows: list[tuple[str, str]] = []
    for name in stook.list_commands(context):
        command = stook.get_command(context, name)
        rows += _command_rows(name, command) if command else []
    return table(("command", "what it does"), rows)


def settings_table() -> str:
    """Every setting with its default."""
    rows = ((f"`STOOK_{name.upper()}`", f"`{_default(field.default)}`", field.description or "")
            for name, field in Settings.model_fields.items())  # fmt: skip
    return table(("variable", "default", "what it is"), rows)


def schemes_table() -> str:
    """Every vocabulary with its size and where its facts are from."""
    rows = (
        (
            f"`{scheme.name}`",
            scheme.title,
            f"{len(scheme.concepts):,}",
            f"<{scheme.source}>",
            f"<{scheme.licence}>",
        )
        for scheme in load_vocabulary().schemes.values()
    )
    return table(("scheme", "title", "concepts", "source", "licence"), rows)


def model_page() -> str:
    """Every class of the model with its properties."""
    classes = [
        one
        for one in vars(model).values()
        if isinstance(one, type) and issubclass(one, model.Thing) and one.rdf_type
    ]
    parts = [
        "# The model\n\nEvery property that an entry may have, as `catalogue/model.py` states it. "
        "What a feed says beyond these is kept as it came.\n"
    ]
    for one in classes:
        inherited = {line.name for base in one.__mro__[1:] if base in classes for line in lines(base)}
        own = [line for line in lines(one) if line.name not in inherited]
        rows = (
            (
                line.property.label,
                f"`{line.name}`",
                f"<{line.property.iri}>",
                "many" if line.many else "one",
                line.property.scheme,
            )
            for line in own
        )
        parts.append(
            f"## {one.__name__}\n{_sentence(one.__doc__)}\n\n"
            + table(("label", "field", "property", "how many", "vocabulary"), rows)
        )
    return "\n".join(parts)


def rules_page() -> str:
    """Every rule with what it says and how to mend it."""
    rows = ((f"`{rule.code}`", rule.severity.value, rule.message, rule.fix) for rule in RULES)
    return "# The rules\n\nWhat every dataset is checked against.\n\n" + table(
        ("code", "severity", "what is wrong", "how to mend it"), rows
    )


def queries_page() -> str:
    """Every stored query with its address and parameters, and the examples of the query page."""
    asked = (
        (
            f"`/views/{view.name}`",
            f"**{view.title}.** {view.about}",
            ", ".join(f"`{one.name}`" for one in view.parameters),
        )
        for view in load_views().values()
    )
    examples = (path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.rq")))
    shown = (text.partition("\n") for text in examples)
    return (
        "# Queries\n\n## Ready-made answers\n\nEach is a page with a form; `.csv`, `.json` and `.srj` behind its "
        "name give the whole answer. Parameters take a code or a name; an empty one narrows nothing. The files are "
        "`web/views/*.rq`.\n\n"
        + table(("address", "what it answers", "parameters"), asked)
        + "\n## Examples for the SPARQL page\n"
        + "".join(f"\n### {title.lstrip('# ')}\n\n```sparql\n{query}```\n" for title, _, query in shown)
    )


BLOCKS = {
    "kinds": kinds_table,
    "commands": commands_table,
    "settings": settings_table,
    "schemes": schemes_table,
    "detection": figures,
}
PAGES = {"docs/model.md": model_page, "docs/rules.md": rules_page, "docs/queries.md": queries_page}


def generated() -> dict[Path, str]:
    """Each generated document's path and what it should hold."""
    found = {ROOT / name: make() for name, make in PAGES.items()}
    for path in sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("[!.]*/README.md")):
        text = path.read_text()
        if _BLOCK.search(text):
            found[path] = _BLOCK.sub(lambda part: f"{part[1]}{BLOCKS[part[2]]()}{part[3]}", text)
    return found


def main(arguments: Sequence[str]) -> int:
    """Writes, or with --check compares; 1 when something is out of date."""
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text() != text]
    if "--check" in arguments:
        for path in stale:
            click.echo(f"{path.relative_to(ROOT)} is out of date: run `make docs`", err=True)
        return bool(stale)
    for path in stale:
        path.write_text(generated()[path])
    return 0


def _command_rows(name: str, command: click.Command) -> list[tuple[str, str]]:
    if isinstance(command, click.Group):
        return [
            row for sub, inner in command.commands.items() for row in _command_rows(f"{name} {sub}", inner)
        ]
    usage = " ".join(
        filter(
            None,
            (
                parameter.make_metavar(click.Context(command))
                for parameter in command.params
                if isinstance(parameter, click.Argument)
            ),
        )
    )
    return [(f"`stook {name}{' ' + usage if usage else ''}`", _sentence(command.help))]


def _default(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _sentence(text: str | None) -> str:
    return " ".join((text or "").strip().partition("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
