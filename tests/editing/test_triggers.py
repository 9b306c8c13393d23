"""Every code of the catalogue is brought by content that an editor may write, at its path, line and column."""

import pytest

from articles.editing.catalogue import explanations
from articles.editing.lint import lint
from articles.problems import ContentError, Severity
from tests.conftest import TODAY, ContentFolder
from tests.editing.triggers import TRIGGERS

pytestmark = pytest.mark.django_db


def test_each_code_of_the_catalogue_has_its_trigger_and_no_other() -> None:
    assert sorted(TRIGGERS) == sorted(explanations())


@pytest.mark.parametrize("code", TRIGGERS)
def test_a_code_is_brought_at_its_place_and_alone(
    code: str, folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    trigger = TRIGGERS[code]
    for path, written in trigger.files.items():
        folder.write(path, written)
    if trigger.spoil:
        trigger.spoil(folder.root, monkeypatch)
    found = lint(folder.root, TODAY)
    assert [(each.code, each.path, each.line, each.column) for each in found] == [
        (code, trigger.path, trigger.line, trigger.column)
    ]
    if found[0].severity is Severity.WARNING:
        assert folder.sync().edition == 1
        return
    with pytest.raises(ContentError) as refusal:
        folder.sync()
    assert list(refusal.value.problems) == found
