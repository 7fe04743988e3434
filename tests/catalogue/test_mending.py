"""Broken characters are mended where that is certain; sound ones in any language are left."""

from __future__ import annotations

import time

import pytest

from catalogue.text.mending import mended

BROKEN = [
    ("Donâ€™t pay Â£5 â€“ itâ€™s free", "Don’t pay £5 – it’s free"),
    ("The councilÃ¢â‚¬â„¢s cafÃ©", "The council’s café"),
    ("Itâ\x80\x99s 20Â°C, 10 Âµg/mÂ³", "It’s 20°C, 10 µg/m³"),
    ("the council\x92s \x93plan\x94", "the council’s “plan”"),
    ("Ynys MÃ´n a LlÅ·n, tÃ¢n a dÅµr", "Ynys Môn a Llŷn, tân a dŵr"),
    ("Mae'r tÅ· yn fawr", "Mae'r tŷ yn fawr"),
    ("bÃ²rd agus cÃ\xa0irdeas, sgÃ¬re", "bòrd agus càirdeas, sgìre"),
    ("First â€œlineâ€\x9d\nSecond line – sound", "First “line”\nSecond line – sound"),
]

SOUND = [
    "Mae'r tŷ yn y dŵr; Ŵyn a chŵn, Llŷn, Ynys Môn – GŴYL Â DAWNS",
    "Â phwy? Â a bod. TÂN CLÂF, â’r plant",
    "Gàidhlig: Comhairle nan Eilean Siar, bòrd, càirdeas, ùr, sgìre",
    "Seirbhísí uisce, tá sé ann",
    "Ça va « où » – L’Île-d’Orléans, à la carte, élève",
    "Größe Straße Übung; São Paulo Ações NÃO; Þór; Šiauliai",
    "£5 – €6 “quoted” ‘x’ 20°C ½ m² ² µg/m³ NO₂ © ®",
    "床面積当たりＣＯ２排出量の集計",
    "plain ASCII",
]


@pytest.mark.parametrize(("broken", "sound"), BROKEN)
def test_what_is_surely_broken_is_mended(broken: str, sound: str) -> None:
    assert mended(broken) == sound
    assert mended(sound) == sound


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_left(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("piece", ["Â", "Ã¢â‚¬â„¢", "â€", "Å·", "\x92", "Ã\xa0 "])
def test_a_text_made_to_be_slow_is_read_in_time(piece: str) -> None:
    begun = time.process_time()
    mended(piece * (100_000 // len(piece)))

    assert time.process_time() - begun < 2.0
