"""What a run did not simply apply, in sentences that follow its own."""

from __future__ import annotations

from collections.abc import Mapping

_SAID = {
    "recognised": ("{} dataset is listed under a new name and keeps its address here.",
                   "{} datasets are listed under new names and keep their addresses here."),
    "waiting": ("{} record may be a dataset that is here under another name; it waits until that is known.",
                "{} records may be datasets that are here under other names; they wait until that is known."),
    "held": ("{} dataset that was here before is not listed any more; it stays until a person has looked.",
             "{} datasets that were here before are not listed any more; they stay until a person has looked."),
    "held_changes": ("{} change that would lose what others lose too is kept back until a person has looked.",
                     "{} changes that would lose what they had are kept back until a person has looked."),
    "held_additions": ("{} new dataset is kept back, since more are listed than were expected.",
                       "{} new datasets are kept back, since more are listed than were expected."),
}  # fmt: skip


def tell_aside(counts: Mapping[str, int]) -> str:
    """A sentence for each kind of thing, each after a space; "" where the run applied all that it read."""
    told = (
        (one if counts[name] == 1 else more, counts[name])
        for name, (one, more) in _SAID.items()
        if counts.get(name)
    )
    return "".join(f" {sentence.format(f'{count:,}')}" for sentence, count in told)
