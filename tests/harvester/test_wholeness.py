"""Packed answers: whole in all their forms, and cut off at any place."""

from __future__ import annotations

import gzip
import zlib

import pytest

from harvester.asking.wholeness import is_cut_off

TEXT = b"".join(b"%d, " % number for number in range(20_000))
MOST = 1_000_000


def bare(text: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush()


FORMS = {"gzip": gzip.compress(TEXT), "zlib": zlib.compress(TEXT), "bare deflate": bare(TEXT)}
IN_PARTS = gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:])


WHOLE = {**FORMS, "in parts": IN_PARTS, "nothing": b"", "nothing, packed": gzip.compress(b"")}


@pytest.mark.parametrize("form", WHOLE)
def test_a_whole_answer_is_not_cut_off(form: str) -> None:
    assert not is_cut_off(WHOLE[form], MOST)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_an_answer_that_ends_before_its_end_is_cut_off(form: str, share: float) -> None:
    packed = FORMS[form]
    assert is_cut_off(packed[: int(len(packed) * share)], MOST)


def test_an_answer_without_its_last_bytes_is_cut_off() -> None:
    """They hold a sum over the text."""
    assert is_cut_off(FORMS["gzip"][:-1], MOST)
    assert is_cut_off(IN_PARTS[:-9], MOST)


def test_zeros_behind_the_end_are_nothing() -> None:
    assert not is_cut_off(FORMS["gzip"] + b"\0" * 512, MOST)


def test_what_is_not_packed_is_for_others_to_refuse() -> None:
    assert not is_cut_off(b"<!doctype html>", MOST)


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = gzip.compress(b" " * MOST, 9) * 50
    assert not is_cut_off(bomb[:-100], MOST)
