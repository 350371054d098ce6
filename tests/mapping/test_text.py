from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.mapping.text import length, one_line, plain, shorten


@pytest.mark.parametrize(
    ("rich", "expected"),
    [
        (None, ""),
        ("", ""),
        ("<p><br></p>", ""),
        ("<p>&nbsp;</p>", ""),
        (" \r\n ", ""),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div>\n\n\n<div>two</div>", "one\n\ntwo"),
        ("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"),
        ("<p>Do:</p>\n<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n<p>Done</p>",
         "Do:\n\n- one\n- two\n\nDone"),
        ("<ol><li>one<ul><li>deep</li></ul></li></ol>", "- one\n\n- deep"),
        ("<b>R</b>&amp;<i class='x > y'>D</i>", "R&D"),
        ("&lt;b&gt; stays", "<b> stays"),
        ("&eacute;&#233;&#xE9; &unknown; &copy=1", "ééé &unknown; &copy=1"),
        ("ssh <hostname>, if a < b and c > d", "ssh <hostname>, if a < b and c > d"),
        ("one <o:p>two</o:p> three <o:p>four</o:p>", "one two three four"),
        ("<table><tr><th>a</th><th>b</th></tr></table>", "a b"),
        ("a<!-- x -->b<!-- y -->c", "abc"),
        ("a<!-- b -->c --> d<!-- e", "ac --> d e"),
        ("<o:p>word</o:p><!-- [if mso]> hidden <![endif] -->s", "words"),
        ("<!DOCTYPE html><style>p { color: red }</style>shown<script>alert('<p>')</script>",
         "shown"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("see <a href='https://larkspur.example/a?b=1&amp;c=2'>the plan</a>",
         "see the plan (https://larkspur.example/a?b=1&c=2)"),
        ("<a href=\"https://larkspur.example\">https://larkspur.example</a>",
         "https://larkspur.example"),
        ("<a href='https://larkspur.example'>https://<b>larkspur</b>.example</a>",
         "https://larkspur.example"),
        ("https://larkspur.example is <a href='https://larkspur.example'>here</a>",
         "https://larkspur.example is here (https://larkspur.example)"),
        ("<a href='mailto:desk@larkspur.example'>desk</a>", "desk (desk@larkspur.example)"),
        ("<a href='javascript:alert(1)'>click</a> <a name='x'>here</a>", "click here"),
        ("# Title\n\ntext", "Title\n\ntext"),
        ("* one\n+ two\n- three", "- one\n- two\n- three"),
        ("**bold** __bold__ *slanted* _slanted_ ***both*** `code`",
         "bold bold slanted slanted both code"),
        ("```sh\nreload\n```", "reload"),
        ("[the plan](https://larkspur.example/plan)", "the plan (https://larkspur.example/plan)"),
        ("2 * 3 * 4 = 24, snake_case_name, __init__.py, 5*3*2",
         "2 * 3 * 4 = 24, snake_case_name, init.py, 5*3*2"),
        ("{{service_location_name}} {{client_name}}", "{{service_location_name}} {{client_name}}"),
        ("a\n\n\n\n\nb  \t c", "a\n\nb c"),
        ("\x1b[1;31mred\x1b[0m \x1b]0;title\x07\x9b2Jx\x1bc\x00y\x07", "red xy"),
        ("safe\u202e\u2066txt.exe\u200b\ufeff", "safetxt.exe"),
        ("a\u2028b\x0bc\x85d", "a\nb\nc\nd"),
        ("👩\u200d💻 e\u0301", "👩\u200d💻 é"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)  # fmt: skip
def test_rich_text_becomes_plain(rich: str | None, expected: str) -> None:
    assert plain(rich) == expected


def test_a_name_keeps_what_looks_like_markup() -> None:
    assert one_line(" VLAN <100>\r\n\t*new* &amp;\x1b[31m red ") == "VLAN <100> *new* &amp; red"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two", 7, "one two"),
        ("one two three", 7, "one…"),
        ("one two three", 8, "one two…"),
        ("one two three", 9, "one two…"),
        ("a incomprehensibilities", 10, "a incompr…"),
        ("incomprehensibilities", 5, "inco…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
    ],
)
def test_cut_at_a_word(text: str, most: int, expected: str) -> None:
    assert shorten(text, most) == expected


_ALPHABET = st.characters() | st.sampled_from("<>&;*_`[]()#-{}/\\ \n\r\"'!ab\x1b\u202e")
_ANYTHING = st.text(_ALPHABET, max_size=80)


@given(_ANYTHING)
def test_plain_text_has_nothing_hidden_and_no_blank_heaps(text: str) -> None:
    result = plain(text)
    assert not set(result) & {"\r", "\x1b", "\x00", "\t", "\u202e", "\u200b", "\ufeff", "\x9b"}
    assert "\n\n\n" not in result
    assert result == result.strip()
    result.encode()


@given(_ANYTHING)
def test_one_line_is_one_line_and_settled(text: str) -> None:
    result = one_line(text)
    assert len(result.splitlines()) <= 1
    assert one_line(result) == result


@given(_ANYTHING, st.integers(2, 40))
def test_shortened_text_fits_and_begins_alike(text: str, most: int) -> None:
    clean = one_line(text)
    result = shorten(clean, most)
    assert length(result) <= most
    assert result == clean or clean.startswith(result.removesuffix("…"))
