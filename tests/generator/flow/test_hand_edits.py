"""A hand edit in ``generated/`` is seen, kept from being overwritten, and reported; never lost without a word."""

from __future__ import annotations

import subprocess

import pytest

from generator.project import Project
from tests.generator.flow.locked import write
from tests.generator.flow.running import lockstep
from tests.generator.flow.synthetic import LOOK, answer, record_answer, tree, write_unit


def _edit(project: Project, old: str, new: str, name: str = "api.py") -> None:
    file = project.generated(LOOK) / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    write(file, text.replace(old, new))


def _ask_for_more(project: Project, mark: str) -> None:
    write_unit(project, LOOK, why=f"Says which words there are{mark}.")
    record_answer(project, LOOK, answer(LOOK, mark))


def test_an_edit_alone_is_left_and_reported(generated: Project) -> None:
    """With unchanged inputs nothing is written, the edit is named, and ``--check`` says stale with the difference."""
    _edit(generated, "kernel.words(query.start)", "kernel.words(query.start.lower())")
    edited = tree(generated.root)
    ran = lockstep(generated, "regenerate")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "look/v1 edited by hand: generated/look/v1/api.py",
        "1 unit: 1 edited by hand (0 calls, $0.00)",
    ]
    check = lockstep(generated, "regenerate", "--check")
    assert check.code == 2
    assert "-    return WordPage(words=await kernel.words(query.start.lower()))\n" in check.out
    assert tree(generated.root) == {**edited, **_private(generated)}


def test_an_edit_apart_from_the_new_text_is_merged(generated: Project) -> None:
    """The new answer lands, the edit stays, and the manifest keeps the pristine digest, so it is reported on."""
    _edit(generated, "Looks words up.", _BY_HAND)
    _ask_for_more(generated, " twice")
    ran = lockstep(generated, "regenerate")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "look/v1 regenerated; hand edits kept: generated/look/v1/api.py",
    )
    text = (generated.generated(LOOK) / "api.py").read_text(encoding="utf-8")
    assert "asked twice." in text
    assert _BY_HAND in text
    assert lockstep(generated, "regenerate").out.startswith("look/v1 edited by hand")


def test_an_edit_of_the_same_line_is_a_conflict(generated: Project) -> None:
    """Both sides are shown, exit 4, and not one file in ``generated/`` changes, markers least of all."""
    _edit(generated, "begin as asked.", "begin as I wish.")
    _ask_for_more(generated, " twice")
    before = tree(generated.generated(LOOK))
    ran = lockstep(generated, "regenerate")
    assert (ran.code, ran.out) == (4, "")
    for line in (
        "--- generated/look/v1/api.py: both sides",
        "<<<<<<< edited by hand",
        '    """Return the words that begin as I wish."""',
        "||||||| as generated before",
        '    """Return the words that begin as asked twice."""',
    ):
        assert line in ran.err.removeprefix("Error: ").splitlines()
    assert ran.err.endswith("drop them with: lockstep regenerate --discard-edits\n")
    assert tree(generated.generated(LOOK)) == before


def test_discarding_takes_the_pristine_text(generated: Project) -> None:
    """``--discard-edits`` gives up edits and added files, with changed inputs and without."""
    pristine = tree(generated.generated(LOOK))
    _edit(generated, "begin as asked.", "begin as I wish.")
    write(generated.generated(LOOK) / "notes.md", "Mine.\n")
    assert lockstep(generated, "regenerate", "--discard-edits").out.startswith("look/v1 regenerated\n")
    assert tree(generated.generated(LOOK)) == pristine
    _edit(generated, "begin as asked.", "begin as I wish.")
    _ask_for_more(generated, " twice")
    assert lockstep(generated, "regenerate", "--discard-edits").code == 0
    assert b"asked twice." in tree(generated.generated(LOOK))["api.py"]


def test_a_deleted_file_comes_back_and_an_added_one_stays(generated: Project) -> None:
    """A deletion loses nobody's work, so it is undone; a file of somebody's own is carried into the new tree."""
    pristine = tree(generated.generated(LOOK))
    (generated.generated(LOOK) / "routes.py").unlink()
    write(generated.generated(LOOK) / "notes.md", "Mine.\n")
    ran = lockstep(generated, "regenerate")
    assert ran.out.splitlines()[0] == "look/v1 regenerated; hand edits kept: generated/look/v1/notes.md"
    assert tree(generated.generated(LOOK)) == {**pristine, "notes.md": b"Mine.\n"}


@pytest.mark.parametrize("bundle", ["<<<<<<< ours\n", None])
def test_without_a_manifest_another_text_is_never_overwritten(generated: Project, bundle: str | None) -> None:
    """When nobody can say what was edited, whatever differs is a conflict; what is the same is simply locked again."""
    pristine = tree(generated.generated(LOOK))
    file = generated.generated(LOOK) / "bundle.json"
    file.unlink() if bundle is None else write(file, bundle)
    assert lockstep(generated, "regenerate").code == 0
    assert tree(generated.generated(LOOK)) == pristine
    _edit(generated, "begin as asked.", "begin as I wish.")
    file.unlink()
    before = tree(generated.generated(LOOK))
    assert lockstep(generated, "regenerate").code == 4
    assert tree(generated.generated(LOOK)) == before


def test_an_edited_rendered_file_is_merged_with_what_git_holds(generated: Project) -> None:
    """The pristine models are gone once the schemas changed, but Git still has them."""
    _git(generated, "init", "-q")
    _git(generated, "add", "generated")
    _git(generated, "-c", "user.name=ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "all")
    _edit(generated, '"""The models of look/v1', '"""By hand: the models of look/v1', "models.py")
    schema = generated.schemas(LOOK) / "page.schema.json"
    write(schema, schema.read_text(encoding="utf-8").replace("The words found.", "All the words found."))
    record_answer(generated, LOOK, answer(LOOK))
    ran = lockstep(generated, "regenerate")
    assert ran.code == 0, ran.err
    text = (generated.generated(LOOK) / "models.py").read_text(encoding="utf-8")
    assert "By hand: " in text
    assert "All the words found." in text


def test_a_link_is_in_the_way_and_never_followed(generated: Project) -> None:
    """Neither a new tree nor a shown difference holds what lies behind a link; discarding takes the link away."""
    write(generated.root.parent / "secret.txt", "SECRET\n")
    pristine = tree(generated.generated(LOOK))
    link = generated.generated(LOOK) / "extra.py"
    link.symlink_to(generated.root.parent / "secret.txt")
    (generated.generated(LOOK) / "routes.py").unlink()
    ran = lockstep(generated, "regenerate")
    assert ran.code == 4
    assert "generated/look/v1/extra.py is a link" in ran.err
    check = lockstep(generated, "regenerate", "--check")
    assert (check.code, "SECRET" in check.out + check.err) == (2, False)
    assert lockstep(generated, "regenerate", "--discard-edits").code == 0
    assert tree(generated.generated(LOOK)) == pristine
    assert not link.is_symlink()


def test_nothing_is_written_through_a_linked_folder(generated: Project) -> None:
    """A feature folder that leads elsewhere is in the way, even when hand edits may go."""
    elsewhere = generated.root.parent / "elsewhere"
    generated.generated(LOOK).parent.rename(elsewhere)
    generated.generated(LOOK).parent.symlink_to(elsewhere)
    (elsewhere / "v1/api.py").write_text("mine\n")
    for options in ((), ("--discard-edits",)):
        _ask_for_more(generated, " twice")
        ran = lockstep(generated, "regenerate", *options)
        assert (ran.code, "rm generated/look" in ran.err) == (4, True)
    assert (elsewhere / "v1/api.py").read_text() == "mine\n"


_BY_HAND = "Looks words up, as I said."


def _private(project: Project) -> dict[str, bytes]:
    return {path: data for path, data in tree(project.root).items() if path.startswith(".lockstep/")}


def _git(project: Project, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=project.root, check=True, capture_output=True, timeout=60)
