"""The recipe of a release, as docs/operating.md has it: the same bytes for everybody, signed, refused when touched."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment

TAG = "v1.2"
NAME = f"naltrexone-guides-{TAG}"
GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def done(*command: str, at: Path, given: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, cwd=at, env=environment(), input=given.read_bytes() if given else None, capture_output=True
    )


@pytest.fixture
def clones(tmp_path: Path) -> list[Path]:
    """Two people's clones of a project with one tag."""
    first = tmp_path / "first"
    first.mkdir()
    for name in ("Makefile", "requirements.lock", "README.md"):
        shutil.copyfile(ROOT / name, first / name)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"], ["tag", TAG]):
        assert done(*GIT, *command, at=first).returncode == 0
    (first / "README.md").write_text("Not released.")
    second = tmp_path / "second"
    assert done("git", "clone", "-q", str(first), str(second), at=tmp_path).returncode == 0
    return [first, second]


def released(clone: Path) -> Path:
    made = done("make", "release", f"TAG={TAG}", at=clone)
    assert made.returncode == 0, made.stderr
    return clone / "dist"


def test_two_people_make_the_same_bytes_of_a_tag(clones: list[Path]) -> None:
    first, second = map(released, clones)
    names = {path.name for path in first.iterdir()}
    assert names == {f"{NAME}.tar.gz", f"{NAME}.sha256"}
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
    assert done("make", "release", at=clones[0]).returncode != 0


def test_a_signed_release_is_believed_until_a_byte_of_it_changes(clones: list[Path]) -> None:
    dist = released(clones[0])
    key, sums = dist / "key", dist / f"{NAME}.sha256"
    done("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key), at=dist)
    (dist / "signers").write_text(f'NAME namespaces="naltrexone-guides" {key.with_suffix(".pub").read_text()}')
    text = (ROOT / "docs/operating.md").read_text()
    sign = re.search(r"`(ssh-keygen -Y sign .+?)`", text)
    check = re.search(r"`(ssh-keygen -Y verify .+?) < FILE\.sha256 && (sha256sum --check) FILE", text)
    assert sign
    assert check
    told = sign[1].replace("KEY", str(key)).replace(f"dist/{NAME}", NAME).split()
    assert done(*told, at=dist).returncode == 0
    believe = check[1].replace("FILE", NAME).split()
    assert done(*believe, at=dist, given=sums).returncode == 0
    assert done(*check[2].split(), sums.name, at=dist).returncode == 0
    archive = dist / f"{NAME}.tar.gz"
    archive.write_bytes(archive.read_bytes() + b" ")
    assert done(*check[2].split(), sums.name, at=dist).returncode != 0
    sums.write_text(sums.read_text().replace("a", "b"))
    assert done(*believe, at=dist, given=sums).returncode != 0


BASE = f"python:3.12-slim@sha256:{'0a' * 32}"


@pytest.mark.parametrize(
    ("base", "tag", "touched", "made"),
    [
        (BASE, TAG, False, True),
        ("", TAG, False, False),
        ("python:3.12-slim", TAG, False, False),
        ("python:3.12-slim@sha256:…", TAG, False, False),
        ("python:3.12-slim@sha256:0a0a", TAG, False, False),
        (BASE, "", False, False),
        (BASE, "v9", False, False),
        (BASE, TAG, True, False),
    ],
)
def test_an_image_is_made_of_its_tag_on_a_base_known_by_its_digest(
    clones: list[Path], tmp_path: Path, base: str, tag: str, touched: bool, made: bool
) -> None:
    clone, engine = clones[1], tmp_path / "engine"
    engine.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    engine.chmod(0o755)
    if touched:
        (clone / "README.md").write_text("Not released.")
    result = done("make", "image", f"ENGINE={engine}", f"BASE={base}", f"TAG={tag}", at=clone)
    assert (result.returncode == 0) is made, result.stderr
    asked = (tmp_path / "asked").read_text() if (tmp_path / "asked").exists() else ""
    if made:
        assert f"--build-arg PYTHON={BASE} -f deploy/Containerfile -t naltrexone-guides:{TAG} ." in asked
    else:
        assert asked == ""
        assert result.stdout.startswith((b"Say which", b"The folder is not the tag"))
