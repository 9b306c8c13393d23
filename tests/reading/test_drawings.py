"""What may stand in an SVG, and what is refused, each with its line and in an editor's words."""

import time
import tracemalloc

import pytest

from articles.problems import Notebook
from articles.reading.drawings import check_drawing
from tests.conftest import ROOT

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">\n'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
HOSTILE = {
    "a script": (HEAD + "<script>alert(1)</script></svg>", 2, "“script” may not stand"),
    "a script of another prefix": (HEAD + '<s:script xmlns:s="http://www.w3.org/2000/svg"/></svg>', 2, "“s:script”"),
    "a handler": (HEAD + '<rect onclick="x"/></svg>', 2, "“onclick”"),
    "a handler of the whole": (HEAD.replace(" width", ' onload="x()" width') + "</svg>", 1, "“onload”"),
    "a page in it": (HEAD + "<foreignObject><p/></foreignObject></svg>", 2, "“foreignObject”"),
    "a foreign picture": (HEAD + '<image href="https://x.example/a.png"/></svg>', 2, "“image”"),
    "a foreign shape": (HEAD + '\n<use href="https://x.example/a.svg#b"/></svg>', 3, "leads out of the drawing"),
    "a foreign shape, the old way": (
        HEAD.replace(" width", ' xmlns:xlink="http://www.w3.org/1999/xlink" width')
        + '<use xlink:href="data:image/svg+xml,x"/></svg>',
        2,
        "leads out",
    ),
    "a foreign colour": (HEAD + '<rect fill="URL( https://x.example/#a )"/></svg>', 2, "leads out"),
    "a colour in hidden letters": (HEAD + '<rect fill="u\\72l(https://x.example/#a)"/></svg>', 2, "leads out"),
    "a link": (HEAD + '<a href="#b"/></svg>', 2, "“a” may not stand"),
    "a style": (HEAD + "<style>@import 'x'</style></svg>", 2, "“style”"),
    "a style beside": (HEAD + '<rect style="fill:red"/></svg>', 2, "“style”"),
    "a movement": (HEAD + '<animate attributeName="href"/></svg>', 2, "“animate”"),
    "a style sheet": ('<?xml-stylesheet href="x"?>' + HEAD + "</svg>", 1, "“<?xml-stylesheet”"),
    "an entity": (f"<!DOCTYPE svg [{LAUGHS}]>" + HEAD + "<title>&l9;</title></svg>", 1, "“DOCTYPE”"),
    "a file of the machine": (
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD + "</svg>",
        1,
        "DOCTYPE",
    ),
    "another language": ('<svg xmlns="http://www.w3.org/1999/xhtml"/>', 1, "language of drawings"),
    "a page": ("<html/>", 1, "“html”"),
    "no drawing": ("hello", 1, "cannot be read"),
    "nothing": ("", 1, "cannot be read"),
    "an open end": (HEAD, 2, "cannot be read"),
    "too deep": (HEAD + "<g>" * 50_000 + "</g>" * 50_000 + "</svg>", 2, "too many parts"),
    "too many": (HEAD + "<g/>" * 50_000 + "</svg>", 2, "too many parts"),
    "shapes of shapes": (HEAD + '<use href="#a"/>' * 200 + "</svg>", 2, "too many parts"),
    "letters of nobody": ("<?xml version='1.0' encoding='nonsense'?><svg/>", 1, "cannot be read"),
    "a zero": (HEAD + "\x00</svg>", 2, "cannot be read"),
}


def problems(raw: bytes) -> list[tuple[int, str, str]]:
    notes = Notebook("images/a.svg", [])
    check_drawing(raw, notes)
    return [(problem.line, problem.code, problem.message) for problem in notes.problems]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_shape_is_refused_at_once(name: str) -> None:
    text, line, says = HOSTILE[name]
    tracemalloc.start()
    started = time.process_time()
    found = problems(text.encode())
    assert time.process_time() - started < 1
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert [(at, code) for at, code, _ in found] == [(line, "picture-svg")]
    assert says in found[0][2]
    assert found[0][2].endswith("Save it as a plain SVG, of shapes alone.")


@pytest.mark.parametrize("inside", ['<rect fill="url(#a)"/>', '<use href="#a"/>', "<!-- a --><title>It</title>", ""])
def test_shapes_and_what_is_in_the_drawing_itself_may_stay(inside: str) -> None:
    assert problems((HEAD + inside + "</svg>").encode()) == []


def test_our_own_drawings_are_sound() -> None:
    drawings = list((ROOT / "content/images").glob("*.svg"))
    assert drawings
    assert [problems(drawing.read_bytes()) for drawing in drawings] == [[]] * len(drawings)
