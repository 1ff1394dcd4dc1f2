"""``explain``, ``record``, ``new`` and ``new-version``: what a developer does around ``regenerate``."""

from __future__ import annotations

import json
from pathlib import Path

from generator import manifest
from generator.project import Project
from generator.question import questions
from generator.units import Unit
from tests.generator.flow.conftest import Start
from tests.generator.flow.locked import write
from tests.generator.flow.running import lockstep, model
from tests.generator.flow.synthetic import LOOK, answer, record_answer, tree, write_unit

BAD = answer(LOOK, code='"""Does harm."""\n\nimport subprocess\n')


def test_explain_says_that_nothing_would_happen(generated: Project) -> None:
    """An unchanged unit costs nothing: its answer is replayed."""
    ran = lockstep(generated, "explain", "look")
    digest = questions(generated, LOOK)[0].request.digest
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:5] == [
        "look/v1",
        "  unchanged: regenerate would leave it alone",
        "  prompts/look/v1/api.prompt (gpt-5)",
        f"    answer 1: recorded as {digest[:12]}, by person ada",
        "    would be sent: nothing; the recorded answer is replayed without a call",
    ]


def test_explain_says_what_changed_and_what_it_may_cost(generated: Project) -> None:
    """Changed inputs and hand edits are named; the cost is an upper bound beside the budget."""
    write_unit(generated, LOOK, why="Says which words there are, politely.")
    write(generated.generated(LOOK) / "api.py", "EDITED = True\n")
    before = tree(generated.root)
    ran = lockstep(generated, "explain", "--format", "json")
    table = json.loads(ran.out)[0]
    assert table["reasons"] == [
        "prompts/look/v1/api.prompt changed",
        "generated/look/v1/api.py was edited by hand",
    ]
    assert table["hand_edits"] == ["generated/look/v1/api.py"]
    prompt = table["prompts"][0]
    assert prompt["answered"] is False
    assert prompt["request_digest"] == questions(generated, LOOK)[0].request.digest
    expected = (prompt["input_tokens_at_most"] * 1.0 + 4000 * 10.0) / 1e6
    assert (prompt["output_tokens_at_most"], prompt["budget_usd"]) == (4000, 1.0)
    assert abs(prompt["cost_usd_at_most"] - expected) < 1e-9
    assert tree(generated.root) == before


def test_explain_prints_the_whole_request(generated: Project) -> None:
    """``--request`` prints every message that would be sent, as a model would see it."""
    ran = lockstep(generated, "explain", "look/v1", "--request")
    for message in questions(generated, LOOK)[0].request.messages:
        assert f"\n# {message.role.value}\n\n{message.content}\n" in ran.out


def test_a_person_s_answer_is_checked_and_stored(tmp_path: Path, start: Start) -> None:
    """``record`` stores an answer for the pending request; ``regenerate`` then needs nobody."""
    project = start(tmp_path / "project", recorded=False)
    file = tmp_path / "answer.json"
    write(file, answer(LOOK))
    ran = lockstep(project, "record", "look/v1", "--answer", str(file), "--source", "person", "--model", "Ada")
    digest = questions(project, LOOK)[0].request.digest
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"stored snapshots/look/v1/recordings/{digest}.json (round 1, by person Ada)\n"
    assert lockstep(project, "regenerate").code == 0
    again = lockstep(project, "record", "look", "--answer", str(file), "--source", "person")
    assert again.code == 64
    assert "is answered already" in again.err


def test_a_wrong_answer_is_refused_or_becomes_the_first_round(tmp_path: Path, start: Start) -> None:
    """Findings keep an answer out; with ``--anyway`` it is stored, and the next answer is recorded as its repair."""
    project = start(tmp_path / "project", recorded=False)
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    write(bad, BAD)
    write(good, answer(LOOK))
    refused = lockstep(project, "record", "look", "--answer", str(bad), "--source", "model")
    assert refused.code == 3
    assert "safety/import" in refused.err
    assert not project.recordings(LOOK).exists()
    assert lockstep(project, "record", "look", "--answer", str(bad), "--source", "model", "--anyway").code == 0
    assert lockstep(project, "regenerate").code == 3
    repaired = lockstep(project, "record", "look", "--answer", str(good), "--source", "person")
    assert "(round 2, by person unnamed)" in repaired.out
    assert lockstep(project, "regenerate").code == 0
    chain = manifest.parse((project.generated(LOOK) / "bundle.json").read_bytes()).prompts["api"].chain
    assert [link.source.value for link in chain] == ["model", "person"]


def test_replacing_answers_the_prompt_itself(generated: Project, tmp_path: Path) -> None:
    """``--replace`` puts another answer in the place of the stored one; a new run makes a new bundle of it."""
    write(tmp_path / "other.json", answer(LOOK, " otherwise"))
    arguments = ("record", "look", "--answer", str(tmp_path / "other.json"), "--source", "person")
    assert lockstep(generated, *arguments).code == 64
    assert lockstep(generated, *arguments, "--replace").code == 0
    assert lockstep(generated, "regenerate", "--fresh").code == 0
    assert b"otherwise" in tree(generated.generated(LOOK))["api.py"]


def test_a_new_feature_is_explained_answered_and_generated(tmp_path: Path, start: Start) -> None:
    """What ``new`` writes renders as it stands, and says what would be sent."""
    project = start(tmp_path / "project")
    ran = lockstep(project, "new", "greeting")
    assert ran.code == 0
    assert "prompts/greeting/v1/api.prompt" in ran.out.splitlines()
    assert "would be sent: request" in lockstep(project, "explain", "greeting").out


def test_a_new_version_begins_as_a_copy(generated: Project) -> None:
    """``new-version`` copies prompt and schemas; its bundle names the version before as its parent."""
    ran = lockstep(generated, "new-version", "look")
    assert (ran.code, ran.out) == (0, "prompts/look/v2/\nschemas/look/v2/\n")
    second = Unit("look", 2)
    record_answer(generated, second, answer(second).replace("look_words", "look_words"))
    assert lockstep(generated, "regenerate", "look/v2").code == 0
    first = manifest.parse((generated.generated(LOOK) / "bundle.json").read_bytes())
    assert manifest.parse((generated.generated(second) / "bundle.json").read_bytes()).parent == first.bundle_id


def test_a_paid_call_that_could_exceed_the_budget_is_not_made(generated: Project) -> None:
    """The worst case is compared with the prompt's budget before a paid provider is asked: exit 5, nothing changes."""
    before = tree(generated.generated(LOOK))
    write_unit(generated, LOOK, why="Says which words there are, cheaply.")
    prompt = generated.prompts(LOOK) / "api.prompt"
    write(prompt, prompt.read_text(encoding="utf-8").replace("budget_usd: 1.0", "budget_usd: 0.01"))
    ran = lockstep(generated, "regenerate", "--provider", "openai")
    assert (ran.code, ran.out) == (5, "")
    assert "the budget is $0.01" in ran.err
    assert tree(generated.generated(LOOK)) == before
    free = lockstep(generated, "regenerate", "--provider", model(generated, answer(LOOK, " cheaply")))
    assert free.code == 0
