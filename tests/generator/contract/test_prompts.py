from __future__ import annotations

from pathlib import Path

import pytest

from generator import prompts
from generator.errors import PromptInvalid, UsageInvalid
from generator.requests import Role
from tests.generator.contract import projects

GOOD = projects.head(projects.SIMPLE) + projects.BODY


def test_a_prompt_is_read_whole(tmp_path: Path) -> None:
    """Front matter becomes values, the body becomes turns that know their line."""
    (prompt,) = prompts.latest(projects.make(tmp_path), "parcels")
    assert prompt.name == "api"
    assert prompt.path == "prompts/parcels/v1/api.prompt"
    assert prompt.head.config.values() == {"temperature": 0}
    assert prompt.head.lockstep.operations[0].success == 200
    assert [(turn.role, turn.template) for turn in prompt.turns] == [
        (Role.system, "You write Python."),
        (Role.user, "Write {{ feature }}.\n"),
    ]
    lines = prompt.source.split("\n")
    assert [lines[turn.line - 1] for turn in prompt.turns] == ["You write Python.", "Write {{ feature }}."]
    assert f"---\n{prompt.front_matter}---\n{prompt.body}" == prompt.source


WRONG = [
    ("name: parcels", "name: letters", 2, "its folder says 'parcels'"),
    ("model: gpt-5", "model: gpt-5\nmodle: x", 4, "modle: unknown key"),
    ("model: gpt-5", "model: gpt-5\nmodel: gpt-6", 4, "'model' stands here twice, first on line 2"),
    ("model: gpt-5", "model: 5", 3, "model: Input should be a valid string"),
    ("model: gpt-5\n", "", 2, "model: Field required"),
    ("config: {temperature: 0}", "config: {temprature: 0}", 4, "config.temprature: unknown key"),
    ("config: {temperature: 0}", "config: {temperature: .nan}", 4, "temperature"),
    ("config: {temperature: 0}", "config: &a {temperature: 0}\ninput2: *a", 5, "aliases"),
    ("config: {temperature: 0}", "config: {temperature: 0", 5, "expected ',' or '}'"),
    ("config: {temperature: 0}", "on: true", 4, "a key must be plain text"),
    ("config: {temperature: 0}", "config: !!python/object:os.system {}", 4, "could not determine a constructor"),
    ("writes: [api.py]", "writes: [../api.py]", 14, "must be a relative path"),
    ("writes: [api.py]", "writes: [/etc/passwd]", 14, "must be a relative path"),
    ("writes: [api.py]", "writes: ['a\\b.py']", 14, "must be a relative path"),
    ("writes: [api.py]", "writes: [models.py]", 14, "rendered by Lockstep"),
    ("writes: [api.py]", "writes: [api.py, api.py]", 10, "file in `writes` stands twice: api.py"),
    ("id: get_parcel", "id: get-parcel", 16, "snake_case"),
    ("id: get_parcel", "id: class", 16, "snake_case"),
    ("method: GET", "method: GRAB", 17, "operations[0].method"),
    ("path: /v1/parcels/{parcel_id}", "path: v1/parcels/{parcel_id}", 18, "absolute URL path"),
    ("path: /v1/parcels/{parcel_id}", "path: /v1/{parcel_id}/{parcel_id}", 18, "names a parameter twice"),
    ("path: /v1/parcels/{parcel_id}", "path: /v1/parcels", 16, "needs `parameters: {path: ...}`"),
    ("response: parcel.schema.json", "response: null\n      status: 200", 16, "status 204 goes with"),
    ("response: parcel.schema.json", "response: parcel.schema.json\n      body: x.schema.json", 16, "has no body"),
    ("errors: [404, 422]", "errors: [404]", 16, "add 422"),
    ("errors: [404, 422]", "errors: [404, 422, 302]", 22, "operations[0].errors[2]"),
    ("errors: [404, 422]", "errors: [404, 422, 404]", 16, "names a status twice"),
    ("why: Callers can follow a parcel.", "why: |\n    one\n    two", 11, "one sentence"),
    ('{{role "system"}}', '{{ role "system" }}', 24, "role marker must be exactly"),
    ('{{role "system"}}', '{{role "boss"}}', 24, "role marker must be exactly"),
    ('{{role "system"}}', "Hello", 24, "before the first role marker"),
    ('{{role "user"}}', '{{role "assistant"}}', 24, 'no {{role "user"}} part'),
    ("You write Python.\n", "\n", 24, "the system part is empty"),
    ("---\nname", "name", 1, "must begin with a line `---`"),
    ("---\n{{role", "{{role", 1, "no closing line"),
    ("You write", "You\rwrite", 25, "a carriage return"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), WRONG, ids=[row[1][:40] for row in WRONG])
def test_a_wrong_prompt_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    """Each mistake is refused in words, at the line where it stands."""
    assert old in GOOD
    (project := projects.make(tmp_path)).prompts(projects.UNIT).joinpath("api.prompt").write_bytes(
        GOOD.replace(old, new, 1).encode()
    )
    with pytest.raises(PromptInvalid) as refused:
        prompts.load(project, projects.UNIT)
    first = str(refused.value).splitlines()[0]
    assert message in first
    assert first.startswith(f"prompts/parcels/v1/api.prompt:{line}:")


BYTES = [
    (b"\xef\xbb\xbf" + GOOD.encode(), "api.prompt:1: begins with a byte order mark"),
    (GOOD.encode().replace(b"\n", b"\r\n"), "api.prompt:1: holds a carriage return"),
    (GOOD.encode().replace(b"Python", b"Pyth\xf6n"), "api.prompt:25: is not UTF-8 (byte 0xf6)"),
    (GOOD.encode() + b"x" * prompts.MAX_BYTES, "bytes are more than"),
    (GOOD.encode().replace(b"config", b"con\x07fig"), "api.prompt:4: a control character"),
    (b"---\na: " + b"[" * 5000 + b"]" * 5000 + b"\n---\n", "nested more than 20 deep"),
    (b"---\n---\n", "Input should be a valid dictionary"),
]


@pytest.mark.parametrize(("data", "message"), BYTES, ids=[row[1][:30] for row in BYTES])
def test_bytes_that_differ_between_machines_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    """Only plain UTF-8 with LF is taken, because these bytes are digested and sent."""
    project = projects.make(tmp_path)
    (project.prompts(projects.UNIT) / "api.prompt").write_bytes(data)
    with pytest.raises(PromptInvalid) as refused:
        prompts.load(project, projects.UNIT)
    assert message in str(refused.value)


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A prompt with three mistakes is refused once, with three lines."""
    text = GOOD.replace("gpt-5", "''").replace("GET", "GRAB").replace("0.5", "-1")
    with pytest.raises(PromptInvalid) as refused:
        prompts.load(projects.make(tmp_path, text), projects.UNIT)
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["3", "13", "17"]


def test_operations_may_not_share_a_name_or_a_route(tmp_path: Path) -> None:
    """Two paths that differ in a parameter's name only are one route."""
    other = projects.GET.replace("parcel_id", "id")
    for second, message in ((projects.GET, "operation id"), (other.replace("get_parcel", "other"), "method and path")):
        text = projects.head(projects.SIMPLE, projects.GET + "\n" + second) + projects.BODY
        with pytest.raises(PromptInvalid, match=f"{message} stands twice"):
            prompts.load(projects.make(tmp_path, text), projects.UNIT)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("x", "x", "operation 'get_parcel' stands in .*api.prompt already"),
        ("id: get_parcel", "id: other", "route GET /.* stands in .*api.prompt already"),
    ],
)
def test_no_two_prompts_of_a_unit_claim_one_operation(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A second prompt cannot say again, and otherwise, what the first one promises."""
    project = projects.make(tmp_path, GOOD)
    second = GOOD.replace(old, new).replace("api.py", "more.py")
    (project.prompts(projects.UNIT) / "more.prompt").write_text(second, encoding="utf-8")
    with pytest.raises(PromptInvalid, match=message):
        prompts.load(project, projects.UNIT)


def test_no_two_prompts_of_a_unit_write_one_file(tmp_path: Path) -> None:
    """The later answer would overwrite the earlier one."""
    project = projects.make(tmp_path, GOOD)
    second = GOOD.replace("id: get_parcel", "id: other").replace("path: /", "path: /other/")
    (project.prompts(projects.UNIT) / "more.prompt").write_text(second, encoding="utf-8")
    with pytest.raises(PromptInvalid, match=r"api.py is written by .*api.prompt already"):
        prompts.load(project, projects.UNIT)


def test_a_prompt_is_read_through_no_link(tmp_path: Path) -> None:
    """What a link leads to is neither read nor quoted in the error."""
    project = projects.make(tmp_path / "project", GOOD)
    file = project.prompts(projects.UNIT) / "api.prompt"
    (tmp_path / "secret").write_text("password", encoding="utf-8")
    file.unlink()
    file.symlink_to(tmp_path / "secret")
    with pytest.raises(PromptInvalid, match="prompt: is a link") as refused:
        prompts.load(project, projects.UNIT)
    assert "password" not in str(refused.value)


def test_a_unit_without_prompts_is_refused(tmp_path: Path) -> None:
    """The error names the folder and the command that helps."""
    project = projects.make(tmp_path)
    (project.prompts(projects.UNIT) / "api.prompt").unlink()
    with pytest.raises(UsageInvalid, match="lockstep new parcels"):
        prompts.load(project, projects.UNIT)


def test_unicode_separators_do_not_shift_lines(tmp_path: Path) -> None:
    """Only LF ends a line: U+2028, U+0085 and form feeds are text."""
    text = GOOD.replace("You write Python.", "You write\u2028Python\u0085now\f.").replace("Write {{", "{% if %}{{")
    (prompt,) = prompts.load(projects.make(tmp_path, text), projects.UNIT)
    assert prompt.source == text
    assert text.split("\n")[prompt.turns[1].line - 1].startswith("{% if %}")


def test_a_marker_inside_a_line_opens_nothing(tmp_path: Path) -> None:
    """Only a line that is a marker and nothing else begins a turn."""
    text = GOOD.replace("You write Python.", 'Never write {{role "user"}} in an answer.\nx {{role "assistant"}}')
    (prompt,) = prompts.load(projects.make(tmp_path, text), projects.UNIT)
    assert [turn.role for turn in prompt.turns] == [Role.system, Role.user]
