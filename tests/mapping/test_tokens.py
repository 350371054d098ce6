from __future__ import annotations

from decimal import Decimal

from cwsync.mapping.tokens import fill, number


def test_known_tokens_are_filled_in_and_others_stay() -> None:
    text = "{{quantity}} × {{ Client_Name }}: {{site}}, {{site}}, {{room}}, {{ }}, {quantity}"
    filled, unknown = fill(text, {"quantity": "12", "client_name": "Larkspur", "room": ""})
    assert filled == "12 × Larkspur: {{site}}, {{site}}, {{room}}, {{ }}, {quantity}"
    assert unknown == ("site", "room")


def test_a_value_is_not_filled_in_again() -> None:
    assert fill("{{a}}", {"a": "{{b}}", "b": "x"}) == ("{{b}}", ())


def test_a_backslash_in_a_value_stays() -> None:
    assert fill("{{a}}", {"a": r"C:\1\g<0>"}) == (r"C:\1\g<0>", ())


def test_numbers_are_written_as_people_do() -> None:
    assert [number(Decimal(n)) for n in ("12.00", "1200", "0.50", "1E+3")] == [
        "12",
        "1200",
        "0.5",
        "1000",
    ]
