"""The zip for support: nothing secret in it, and nothing lost for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.doctor import bundle
from cwsync.doctor.bundle import end_of, masked, write_bundle
from cwsync.errors import PreconditionFailed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Authorization: Basic Zm9vOmJhcg==", 'Authorization: "***"'),
        ("authorization=Bearer abc.def", 'authorization="***"'),
        ('{"clientId": "0c1a", "status": 200}', '{"clientId": "***", "status": 200}'),
        ("private_key = 'x y z' # note", 'private_key = "***" # note'),
        ("http://operator:secret@10.0.0.1:3128/", "http://***@10.0.0.1:3128/"),
        ("path /project/projects?page=2", "path /project/projects?page=2"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, left: str) -> None:
    assert masked(text, ()) == left


@given(
    secret=st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=8),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_a_known_secret_is_masked_wherever_it_stands(secret: str, before: str, after: str) -> None:
    assert secret not in masked(f"{before}{secret}{after}", (secret,)).replace("***", "")


def test_the_end_of_the_log_begins_with_a_whole_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "cwsync.log"
    log.write_text("first line\nsecond line\nthird line\n", "utf-8")
    assert end_of(log) == "first line\nsecond line\nthird line\n"
    monkeypatch.setattr(bundle, "LOG_BYTES", 18)
    assert end_of(log) == "third line\n"
    assert end_of(tmp_path / "none") == ""


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PreconditionFailed) as caught:
        write_bundle(
            tmp_path / "no" / "x.zip", report={}, settings={}, log=tmp_path / "x", secrets=()
        )
    assert caught.value.code == "bundle_unwritable"
