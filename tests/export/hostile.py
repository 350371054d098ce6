"""Files made to hurt, of any size, by what is wrong with them."""

from __future__ import annotations

from typing import Any

from tests.export.exports import document, link, native, phase, row, service
from tests.export.sets import answer, bakery, gzipped, raw, zipped

ESCAPE = "\x1b]0;owned\x07\x1b[2J"
TURNED = "\u202egnp.exe\u2066\u200f"


def yaml_bomb() -> str:
    """Nine levels of nine aliases each."""
    levels = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    levels += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "cwsync: 1\n" + "\n".join(levels)


class Hostile:
    """Makes files of less than `most` bytes."""

    def __init__(self, most: int = 1_000_000) -> None:
        self.most = most

    def files(self) -> dict[str, bytes]:
        """Every file by a name that says what it is."""
        texts = self._yaml() | self._json() | self._merge_data()
        named = {name: raw(content) for name, content in texts.items()}
        named |= self._encodings() | self._packed()
        assert all(len(content) < self.most for content in named.values())
        return named

    def _filled(self, start: str, piece: str, end: str = "") -> str:
        """As many pieces as there is room for."""
        taken = len(start.encode()) + len(end.encode()) + 1000
        return start + piece * ((self.most - taken) // len(piece.encode())) + end

    def _numbered(self, piece: str, share: float = 1) -> str:
        """Pieces that differ by their number, on a share of the room."""
        count = int((self.most - 1000) * share / (len(piece) + 5))
        return "".join(piece.replace("#", str(number)) for number in range(count))

    def _rows(self, size: int) -> range:
        """Numbers for rows that take so many bytes each."""
        return range(self.most // size)

    def _yaml(self) -> dict[str, Any]:
        filled, numbered = self._filled, self._numbered
        return {
            "yaml bomb": yaml_bomb(),
            "yaml merge keys": filled("cwsync: 1\na: &a {b: 1}\n", "c: {<<: *a}\n"),
            "yaml deep": "cwsync: 1\nphases: " + "[" * (self.most // 2),
            "yaml deep by lines": "".join(" " * n + "a:\n" for n in range(200)),
            "yaml dashes": filled("", "- "),
            "yaml list": filled("", "-\n"),
            "yaml duplicate keys": filled("cwsync: 1\n", "a: 1\n"),
            "yaml many keys": "cwsync: 1\n" + numbered("k#: 1\n"),
            "yaml tags": filled("", "- !!python/object/apply:os.system [ls]\n"),
            "yaml documents": filled("", "---\n"),
            "yaml quotes": '"' + filled("", "''\n"),
            "yaml long text": filled("cwsync: 1\nproject: {name: '", "x ", "', status: won}\n"),
            "yaml comments": filled("", "#\n"),
            "yaml phases": filled("cwsync: 1\nproject: {name: a, status: won}\nphases:\n", "- a\n"),
            "yaml governance of phases": native(
                f"phases:\n{numbered('- p#', 0.4).replace('-', chr(10) + '-')}\n"
                f"governance:\n{numbered('- {name: a, hours: 1, phase: p#}' + chr(10), 0.5)}"
            ),
            "yaml same services": native(
                filled("phases:\n- name: Plan\n  services:\n", "  - {name: a, hours: 1}\n")
            ),
            "yaml unknown keys": native(numbered("key_number_#: 1\n")),
            "yaml numbers": native(filled("unphased_services:\n", "- {name: a, hours: 1e999}\n")),
            "nothing but marks": "\ufeff\ufeff\ufeff",
            "bidi everywhere": filled("cwsync: 1\nproject: {name: ", TURNED, ", status: won}"),
        }

    def _json(self) -> dict[str, Any]:
        filled, half = self._filled, self.most // 2 - 10
        linked = document(phase("1"))
        rows = [link("project-services", str(number)) for number in self._rows(60)]
        linked["data"]["relationships"]["project-services"] = {"data": rows}
        head = '{"data":{"type":"projects","id":"1"},"included":['
        unlinked = filled(head, '{"type":"project-services","id":"1"},', "0]}")
        return {
            "json deep": "[" * (self.most - 10),
            "json deep objects": '{"a":' * (self.most // 6),
            "json deep and closed": "[" * half + "]" * half,
            "json empties": filled("[", "{},", "0]"),
            "json duplicate keys": filled('{"cwsync":1,', '"a":1,', '"b":2}'),
            "json constants": filled('{"cwsync":1,"a":[', "NaN,-Infinity,", "1]}"),
            "json huge number": filled('{"cwsync":1,"project":', "9", "}"),
            "json huge exponents": filled('{"cwsync":1,"a":[', "1e999999999,", "1]}"),
            "json surrogates": filled('{"cwsync":1,"project":{"name":"', "\\ud800", '"}}'),
            "json spaces": filled('{"cwsync":', " ", "1}"),
            "json escapes": filled('{"cwsync":1,"', "\\u001b", '":1}'),
            "json cut off": filled('{"cwsync":1,"a":"', "x"),
            "json unlinked rows": unlinked,
            "json links to nowhere": linked,
            "json wrong included": document(phase("1")) | {"included": [[] for _ in self._rows(5)]},
            "json many projects": {
                "data": [{"type": "projects", "id": number} for number in self._rows(40)]
            },
            "json terminal escapes": document(
                phase("1", ESCAPE), service("2", "1", name=TURNED), project_name=ESCAPE
            ),
            "json escapes in ids": document(row("project-phases", ESCAPE), id_=TURNED),
        }

    def _merge_data(self) -> dict[str, Any]:
        def content(phases: list[Any], governance: list[Any]) -> dict[str, Any]:
            pricing = {"professional_services": {"phases": phases}, "governance": governance}
            return {"project": {"project_name": "a"}, "project_pricing": pricing}

        return {
            "merge data rows": content(
                [{"name": "p"} for _ in self._rows(30)],
                [{"name": "g", "hours": 1, "phase": "q"} for _ in self._rows(200)],
            ),
            "merge data phases of items": content(
                [{"name": f"p{number}"} for number in self._rows(50)],
                [{"name": "g", "hours": 1, "phase": f"p{n}"} for n in self._rows(120)],
            ),
            "merge data deep values": {"project": {"project_name": {"value": {"value": {}}}}},
        }

    def _encodings(self) -> dict[str, bytes]:
        return {
            "utf-16": yaml_bomb().encode("utf-16"),
            "utf-16 without its mark": native("phases: [Plan]\n").encode("utf-16-le"),
            "utf-16 cut off": "cwsync: 1".encode("utf-16")[:-1],
            "utf-32": native("").encode("utf-32"),
            "latin-1": native("phases: [Café]\n").encode("latin-1"),
            "zeros": bytes(self.most - 1),
            "noise": bytes((n * n * 31 + n // 7) % 256 for n in range(self.most - 1)),
        }

    def _packed(self) -> dict[str, bytes]:
        most = self.most
        twisted = bakery()
        twisted["project-phases.json"] = answer(*(phase(str(n), "Same") for n in self._rows(700)))
        twisted["project-services.json"] = [
            {"id": number, "name": "S", "total_hours": 1, "phase_name": f"p{number}"}
            for number in self._rows(160)
        ]
        return {
            "gzip bomb": gzipped(b"[" + b" " * (200 * most)),
            "gzip of empties": gzipped(b"[" + b"{}," * (5 * most) + b"0]"),
            "gzip of yaml": gzipped(b"- a\n" * (3 * most)),
            "gzip of a long text": gzipped(b'{"cwsync":1,"a":"' + b"x" * (15 * most) + b'"}'),
            "zip bomb": zipped({f"{n}.json": b" " * (20 * most) for n in range(5)}),
            "zip of many": zipped({f"{number}.json": "{}" for number in self._rows(125)}),
            "zip of a twisted set": zipped(twisted),
            "zip of wide answers": zipped(
                {f"{n}.json": {"data": [{} for _ in self._rows(200)]} for n in range(100)}
            ),
        }
