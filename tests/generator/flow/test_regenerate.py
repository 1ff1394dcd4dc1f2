"""``lockstep regenerate``, told as what a developer does and what then stands on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import manifest
from generator.canonical import digest, pretty_json, sha256
from generator.project import Project
from generator.units import Unit
from tests.generator.flow.conftest import Start
from tests.generator.flow.running import calls, lockstep, model
from tests.generator.flow.synthetic import LOOK, answer, record_answer, tree, write_unit

SECOND, SEE = Unit("look", 2), Unit("see", 1)
BAD = answer(LOOK, code='"""Does harm."""\n\nimport subprocess\n')


def test_a_recorded_answer_becomes_a_bundle(project: Project) -> None:
    """The first run replays the recording, writes six files and says so in one line a unit and a summary."""
    ran = lockstep(project, "regenerate")
    assert (ran.code, ran.out, ran.err) == (0, "look/v1 regenerated\n1 unit: 1 regenerated (0 calls, $0.00)\n", "")
    files = tree(project.generated(LOOK))
    assert sorted(files) == ["__init__.py", "api.py", "bundle.json", "models.py", "routes.py", "shapes.py"]
    locked = manifest.parse(files["bundle.json"])
    assert {name: row.written for name, row in locked.files.items()} == {
        name: sha256(data) for name, data in files.items() if name != "bundle.json"
    }
    assert locked.prompts["api"].assumptions == ("Words are sorted.",)
    assert [link.answered_by for link in locked.prompts["api"].chain] == ["ada"]


def test_what_did_not_change_is_not_touched(generated: Project) -> None:
    """A second run writes nothing: every file keeps its inode and its time."""
    before = _stats(generated.root)
    ran = lockstep(generated, "regenerate", "--provider", model(generated, "never asked"))
    assert (ran.code, ran.out) == (0, "look/v1 unchanged\n1 unit: 1 unchanged (0 calls, $0.00)\n")
    assert _stats(generated.root) == before
    assert calls(generated) == 0


def test_without_a_recording_nothing_changes_and_the_way_out_is_said(generated: Project) -> None:
    """A changed prompt that nobody answered ends with 6, and the old bundle stands."""
    before = tree(generated.generated(LOOK))
    write_unit(generated, LOOK, why="Says which words there are, politely.")
    ran = lockstep(generated, "regenerate")
    assert (ran.code, ran.out) == (6, "")
    assert ran.err.startswith("Error: look/v1: no recording answers the request of api.prompt")
    assert "--provider" in ran.err
    assert tree(generated.generated(LOOK)) == before


def test_a_provider_is_asked_once_and_then_never_again(generated: Project) -> None:
    """The answer to a changed prompt is stored; a clean tree replays it without a call."""
    write_unit(generated, LOOK, why="Says which words there are, politely.")
    ran = lockstep(generated, "regenerate", "--provider", model(generated, answer(LOOK, " politely")))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "look/v1 regenerated (1 call, $0.00)\n1 unit: 1 regenerated (1 call, $0.00)\n"
    stands = tree(generated.generated(LOOK))
    assert b"politely" in stands["api.py"]
    _delete(generated.generated(LOOK))
    assert lockstep(generated, "regenerate").code == 0
    assert tree(generated.generated(LOOK)) == stands
    assert calls(generated) == 1


def test_a_wrong_answer_is_repaired_and_the_whole_chain_replays(generated: Project) -> None:
    """Findings go back to the model; both rounds are recorded, and replaying them yields the same bytes."""
    write_unit(generated, LOOK, why="Says which words there are, safely.")
    ran = lockstep(generated, "regenerate", "--provider", model(generated, BAD, answer(LOOK, " safely")))
    assert (ran.code, ran.out.splitlines()[0]) == (0, "look/v1 regenerated (2 calls, $0.00)")
    stands = tree(generated.generated(LOOK))
    chain = manifest.parse(stands["bundle.json"]).prompts["api"].chain
    assert len(chain) == 2
    second = json.loads((generated.recordings(LOOK) / f"{chain[1].request}.json").read_text(encoding="utf-8"))
    said = [(message["role"], message["content"]) for message in second["request"]["messages"]]
    assert [role for role, _ in said] == ["system", "user", "assistant", "user"]
    assert said[2][1] == BAD
    assert "safety/import" in said[3][1]
    _delete(generated.generated(LOOK))
    assert lockstep(generated, "regenerate").code == 0
    assert tree(generated.generated(LOOK)) == stands
    assert calls(generated) == 2


def test_a_person_whose_answer_was_refused_is_told_why(generated: Project) -> None:
    """With ``ask`` the second request looks like the first, so the message says what was wrong."""
    write_unit(generated, LOOK, why="Says which words there are, by hand.")
    asked = lockstep(generated, "regenerate", "--provider", "ask")
    assert (asked.code, "refused" in asked.err) == (6, False)
    (request,) = (generated.private / "ask").glob("*.request.md")
    request.with_name(request.name.replace(".request.md", ".answer.json")).write_text("not json", encoding="utf-8")
    again = lockstep(generated, "regenerate", "--provider", "ask")
    assert again.code == 6
    assert "the answer before was refused" in again.err
    assert "answer/not-json" in again.err


def test_a_repair_that_was_worded_otherwise_still_replays(generated: Project) -> None:
    """A release that words findings in another way does not lose a recorded repair."""
    write_unit(generated, LOOK, why="Says which words there are, safely.")
    lockstep(generated, "regenerate", "--provider", model(generated, BAD, answer(LOOK, " safely")))
    link = manifest.parse((generated.generated(LOOK) / "bundle.json").read_bytes()).prompts["api"].chain[1]
    file = generated.recordings(LOOK) / f"{link.request}.json"
    _reword(file, "We found an import that is not allowed.")
    ran = lockstep(generated, "regenerate", "--fresh")
    assert (ran.code, calls(generated)) == (0, 2)
    assert b"safely" in tree(generated.generated(LOOK))["api.py"]


@pytest.mark.parametrize(("repairs", "asked"), [(0, 1), (1, 2), (3, 4)])
def test_repair_gives_up_and_leaves_everything_as_it_was(generated: Project, repairs: int, asked: int) -> None:
    """After the last allowed repair the findings are shown, exit 3; every round is kept, nothing is generated."""
    before = tree(generated.generated(LOOK))
    write_unit(generated, LOOK, why="Says which words there are, badly.")
    ran = lockstep(generated, "regenerate", "--max-repairs", str(repairs), "--provider", model(generated, BAD))
    assert (ran.code, ran.out, calls(generated)) == (3, "", asked)
    assert "generated/look/v1/api.py:3: safety/import: " in ran.err
    assert "nothing in generated/ has changed" in ran.err
    assert tree(generated.generated(LOOK)) == before
    assert len(list(generated.recordings(LOOK).iterdir())) == 1 + asked
    again = lockstep(generated, "regenerate")
    assert (again.code, calls(generated)) == (3, asked)
    assert "lockstep record look/v1 --answer FILE" in again.err


def test_a_type_error_goes_back_to_the_model_too(generated: Project) -> None:
    """Code that passes the policy but not mypy is repaired like any other."""
    write_unit(generated, LOOK, why="Says which words there are, exactly.")
    wrong = answer(LOOK).replace("await kernel.words(query.start)", "await kernel.words(7)")
    ran = lockstep(generated, "regenerate", "--provider", model(generated, wrong, answer(LOOK, " exactly")))
    assert (ran.code, calls(generated)) == (0, 2)
    assert b"exactly" in tree(generated.generated(LOOK))["api.py"]


def test_one_failing_unit_stops_the_whole_run(tmp_path: Path, start: Start) -> None:
    """Either every changed unit lands or none; what the good one cost is not lost."""
    project = start(tmp_path / "project", LOOK, SEE, recorded=False)
    record_answer(project, LOOK, answer(LOOK))
    ran = lockstep(project, "regenerate")
    assert (ran.code, ran.out) == (6, "")
    assert not (project.root / "generated").exists()
    record_answer(project, SEE, answer(SEE))
    assert lockstep(project, "regenerate").out.endswith("2 units: 2 regenerated (0 calls, $0.00)\n")


def test_check_writes_nothing_and_shows_the_difference(generated: Project) -> None:
    """``--check`` on a stale tree ends with 2 and a unified diff, and writes not one file but caches."""
    record = answer(LOOK, " twice")
    write_unit(generated, LOOK, why="Says which words there are, twice.")
    record_answer(generated, LOOK, record)
    before = _stats(generated.root)
    ran = lockstep(generated, "regenerate", "--check")
    assert (ran.code, ran.err) == (2, "")
    assert "--- a/generated/look/v1/api.py\n+++ b/generated/look/v1/api.py\n" in ran.out
    assert '+    """Return the words that begin as asked twice."""\n' in ran.out
    assert ran.out.endswith("look/v1 stale\n1 unit: 1 stale (0 calls, $0.00)\n")
    assert _stats(generated.root) == before
    diff = lockstep(generated, "regenerate", "--diff")
    assert diff.code == 0
    assert diff.out.split("look/v1 regenerated")[0] == ran.out.split("look/v1 stale")[0]
    assert lockstep(generated, "regenerate", "--check").code == 0


def test_check_of_an_unanswered_prompt_is_stale_not_an_error(generated: Project) -> None:
    """Without a recording there is no diff to show, so ``--check`` says why and ends with 2."""
    write_unit(generated, LOOK, why="Says which words there are, politely.")
    ran = lockstep(generated, "regenerate", "--check")
    assert ran.code == 2
    assert ran.out.startswith("look/v1: no recording answers the request of api.prompt")


def test_fresh_proves_that_recordings_reproduce_the_tree(generated: Project) -> None:
    """``--fresh`` redoes an unchanged unit from its recording and finds the same bytes."""
    before = _stats(generated.generated(LOOK))
    ran = lockstep(generated, "regenerate", "--fresh")
    assert (ran.code, ran.out) == (0, "look/v1 reproduced\n1 unit: 1 reproduced (0 calls, $0.00)\n")
    assert _stats(generated.generated(LOOK)) == before


def test_fresh_with_a_provider_asks_anew_and_replaces(generated: Project) -> None:
    """A new answer takes the recording's place, and the tree follows."""
    ran = lockstep(generated, "regenerate", "--fresh", "--provider", model(generated, answer(LOOK, " anew")))
    assert (ran.code, calls(generated)) == (0, 1)
    assert b"anew" in tree(generated.generated(LOOK))["api.py"]
    assert len(list(generated.recordings(LOOK).iterdir())) == 1
    assert lockstep(generated, "regenerate", "--fresh").out.startswith("look/v1 reproduced\n")


def test_fresh_that_fails_keeps_the_old_answer(generated: Project) -> None:
    """An attempt that gives up leaves recordings and tree as they were: the bundle still has its source."""
    before = tree(generated.root)
    ran = lockstep(generated, "regenerate", "--fresh", "--max-repairs", "1", "--provider", model(generated, BAD))
    assert (ran.code, calls(generated)) == (3, 2)
    after = {path: data for path, data in tree(generated.root).items() if not path.startswith(".lockstep/")}
    assert after == {path: data for path, data in before.items() if not path.startswith(".lockstep/")}


def test_versions_are_linked_to_the_one_before(tmp_path: Path, start: Start) -> None:
    """A new bundle of v1 gives v2 a new parent without an answer, and leaves other features alone."""
    project = start(tmp_path / "project", LOOK, SECOND, SEE)
    assert lockstep(project, "regenerate").code == 0
    first, second = (_manifest(project, unit) for unit in (LOOK, SECOND))
    assert (first.parent, second.parent) == (None, first.bundle_id)
    write_unit(project, LOOK, why="Says which words there are, again.")
    record_answer(project, LOOK, answer(LOOK, " again"))
    ran = lockstep(project, "regenerate")
    assert ran.out.splitlines() == [
        "look/v1 regenerated",
        "look/v2 relinked",
        "see/v1 unchanged",
        "3 units: 1 unchanged, 1 relinked, 1 regenerated (0 calls, $0.00)",
    ]
    assert _manifest(project, SECOND).parent == _manifest(project, LOOK).bundle_id != first.bundle_id
    assert lockstep(project, "regenerate", "--check").code == 0


def test_two_folders_yield_the_same_bytes(tmp_path: Path, start: Start) -> None:
    """The same project regenerated in two places, with other jobs, gives the same tree."""
    trees = []
    for name, jobs in (("here", "1"), ("there/deeper", "4")):
        project = start(tmp_path / name, LOOK, SECOND, SEE)
        assert lockstep(project, "regenerate", "--jobs", jobs).code == 0
        trees.append({path: data for path, data in tree(project.root).items() if not path.startswith(".lockstep/")})
    assert trees[0] == trees[1]


def test_a_script_reads_json(generated: Project) -> None:
    """``--format json`` gives units, sums and, when something is wrong, the error with its findings."""
    good = json.loads(lockstep(generated, "regenerate", "--format", "json").out)
    assert [(row["unit"], row["outcome"], row["calls"]) for row in good["units"]] == [("look/v1", "unchanged", 0)]
    write_unit(generated, LOOK, why="Says which words there are, badly.")
    ran = lockstep(
        generated, "regenerate", "--format", "json", "--max-repairs", "0", "--provider", model(generated, BAD)
    )
    error = json.loads(ran.out)["error"]
    assert (ran.code, error["kind"], error["exit_code"]) == (3, "AnswerRejected", 3)
    assert "safety/import" in {finding["rule"] for finding in error["findings"]}


def test_a_changed_schema_changes_the_models(generated: Project) -> None:
    """What is rendered from schemas follows them, once the new request is answered."""
    file = generated.schemas(LOOK) / "page.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["properties"]["total"] = {"type": "integer", "description": "How many there are."}
    file.write_text(json.dumps(schema), encoding="utf-8")
    record_answer(generated, LOOK, answer(LOOK))
    assert lockstep(generated, "regenerate").code == 0
    assert b"total" in tree(generated.generated(LOOK))["models.py"]


def _manifest(project: Project, unit: Unit) -> manifest.Manifest:
    return manifest.parse((project.generated(unit) / "bundle.json").read_bytes())


def _stats(folder: Path) -> dict[str, tuple[int, int]]:
    caches = {"__pycache__", "mypy", "types"}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not caches & set(path.parts))
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def _delete(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def _reword(file: Path, feedback: str) -> None:
    """Store a repair's recording as an older release would have: with other words for the same findings."""
    table = json.loads(file.read_text(encoding="utf-8"))
    table["request"]["messages"][-1]["content"] = feedback
    table["request_digest"] = digest(table["request"])
    file.unlink()
    (file.parent / f"{table['request_digest']}.json").write_bytes(pretty_json(table))
