import pytest

from generator.findings import Finding
from generator.project import Project
from generator.synthesis import Accepted, check, feedback

from .bundle import GOOD, HANDLER, HEAD, answer_text, completion, expectations


def test_a_good_answer_is_accepted(project: Project):
    """An answer that every step lets pass comes back formatted, with what the model gave beside it."""
    messy = GOOD.replace("slots=[", "slots = [ ").replace("\n", "\r\n")
    found = check(completion(answer_text(("api.py", messy))), expectations(), project)
    assert isinstance(found, Accepted)
    assert found.files == {"api.py": GOOD}
    assert found.answered == {"api.py": messy}
    assert len(found.semantic["api.py"]) == 64
    assert found.assumptions == ()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("I'm sorry, but no.", ["answer/refused"]),
        (answer_text(("../api.py", GOOD)), ["answer/path-not-allowed", "answer/missing-file"]),
        (answer_text(("api.py", "def f(:")), ["code/syntax"]),
        (answer_text(("api.py", f"{GOOD}\n\nimport os\n")), ["safety/import"]),
        (answer_text(("api.py", GOOD.replace("start=start)", "start=1)"))), ["types/python"]),
        (answer_text(("api.py", "<html></html>")), ["code/syntax"]),
        (answer_text(("api.py", "")), ["safety/missing-handler"]),
    ],
)
def test_the_first_step_that_finds_something_ends_it(project: Project, text: str, rules: list[str]):
    """Each step of the chain refuses what is its own."""
    found = check(completion(text), expectations(), project)
    assert isinstance(found, tuple)
    assert [finding.rule for finding in found] == rules


def test_types_can_be_left_to_the_caller():
    """Without a project, everything but types is checked."""
    wrong = GOOD.replace("start=start)", "start=1)")
    assert isinstance(check(completion(answer_text(("api.py", wrong))), expectations()), Accepted)


def test_feedback_names_place_rule_and_remedy():
    """The repair message is a numbered list that a model can work off."""
    text = HEAD + "import os\n" + HANDLER.replace("query: Query", "query: Slot")
    findings = check(completion(answer_text(("api.py", text))), expectations())
    assert isinstance(findings, tuple)
    assert feedback(findings).splitlines()[0] == "Your answer was checked by a program and refused:"
    assert "1. generated/slots/v1/api.py:7 [safety/import] `import os` is not allowed" in feedback(findings)
    assert "Write exactly: async def search(kernel: Kernel, query: Query) -> Page:" in feedback(findings)
    assert feedback(findings).endswith("answer again with the complete JSON object.\n")


def test_feedback_stays_short():
    """A hundred findings do not bury the first."""
    rows = [
        Finding(rule="safety/call", message=f"number {number}", path="api.py", line=number) for number in range(100)
    ]
    told = feedback(rows)
    assert "25. api.py:24 [safety/call] number 24\n... and 75 more." in told
    assert "number 25" not in told


def test_feedback_is_the_same_every_time():
    """The message is part of the next request's digest, so the same answer always gets the same one."""
    told = set()
    for _ in range(3):
        found = check(
            completion(answer_text(("api.py", GOOD + "import os, sys\nx = []\ny = {}\nprint(x)\n"))), expectations()
        )
        assert isinstance(found, tuple)
        told.add(feedback(found))
    assert len(told) == 1
