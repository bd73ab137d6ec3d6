"""No cell runs as a formula, and every text reads back as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadx_app.domain.sheets import guarded, unguarded

DANGEROUS = ["=1+1", "+1+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "|cmd", "%x", "\ufeff=1", "\u200b@x", "＝1", "'=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Berg AS", "1+1", "a=b", "'quoted'", "+4722123456", "€ 5", "æ", "1-2"])
def test_everything_else_stays_as_it_is(text: str):
    assert guarded(text) == text
    assert unguarded(text) == text


@settings(max_examples=60)
@given(st.text(alphabet="'=+-@ \t\ra1|%", max_size=8) | st.text(max_size=20))
def test_what_was_marked_reads_back_as_it_was(text: str):
    assert unguarded(guarded(text)) == text
