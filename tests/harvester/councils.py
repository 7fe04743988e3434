"""Which fictional councils the tests of the engine harvest, each of its own kind."""

from __future__ import annotations

from harvester.replay.recording import bundled_recordings

ELSEWHERE = ("arcgis_hub", "ckan", "dcat", "pod")  # harvested by the other tests of the engine
COUNCILS = [
    recording
    for recording in bundled_recordings()
    if recording.kind not in ELSEWHERE or recording.options.get("version") == "3.0"
]
