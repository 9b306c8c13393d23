"""The plurals of Spanish terms."""

import pytest

from glossary.linker import Linker, Phrase


@pytest.mark.parametrize(
    ("term", "text", "spanish"),
    [
        ("inyección", "Las inyecciones", True), ("dolor", "Los dolores", True), ("vez", "A veces", True),
        ("Receptor", "RECEPTORES", True), ("curso con inyección", "curso con inyecciones", True),
        ("interés", "los intereses", True), ("síntoma", "síntomas", True), ("ley", "leyes", True),
        ("vez", "veza, vezs", None), ("plan", "planes", False), ("vez", "veces", False),
    ],
)  # fmt: skip
def test_a_spanish_term_has_its_spanish_plural(term: str, text: str, spanish: bool | None) -> None:
    found = Linker([Phrase(term, "it", spanish=spanish is not False)], str).mentions(text)
    assert bool(found) is (spanish is True)
