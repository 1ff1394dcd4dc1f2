import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.policy import Breach, check, siblings
from generator.policy.source import Source

from .attacks import INSIDE, MAKERS, ON_TOP, SIGNATURES
from .bundle import GOOD, HEAD, expectations
from .good_code import GOOD_CODE
from .state_attacks import STATE


def breaches(text: str) -> list[Breach]:
    """Return what the policy says about a text of api.py."""
    tree = ast.parse(text)
    wanted = expectations()
    return check(Source("api.py", text, tree, wanted, siblings(wanted, {"api.py": tree})))


def rules(text: str) -> set[str]:
    """Return the ids of the rules that a text of api.py breaks, ``safety/`` left out."""
    return {breach.rule.removeprefix("safety/") for breach in breaches(text)}


def inside(body: str) -> str:
    """Return the good answer with a helper whose body is ``body``."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{GOOD}\n\ndef _helper(text: str, number: int, slot: Slot) -> None:\n{lines}\n"


def named(value: str | set[str]) -> str:
    """Name a row the same in every process, as parallel runs need: a set has no order."""
    return value[:60] if isinstance(value, str) else "+".join(sorted(value)) or "clean"


@pytest.mark.parametrize(("added", "expected"), (ON_TOP | STATE).items(), ids=named)
def test_top_level(added: str, expected: set[str]):
    """What stands at the top of a file is held to the rules, and to no others."""
    assert rules(f"{HEAD}{added}\n\n{GOOD.removeprefix(HEAD)}") == expected


@pytest.mark.parametrize(("body", "expected"), INSIDE.items(), ids=named)
def test_function_body(body: str, expected: set[str]):
    """What stands in a function is held to the rules, and to no others."""
    assert rules(inside(body)) == expected


@pytest.mark.parametrize(("body", "line"), MAKERS.items(), ids=named)
def test_what_makes_classes_is_no_value(body: str, line: str):
    """A name that makes classes may decorate or be inherited from; functions do nothing with it."""
    assert rules(inside(body).replace("from .models", f"{line}\nfrom .models")) == {"class"}


@pytest.mark.parametrize(("line", "expected"), SIGNATURES.items())
def test_signature(line: str, expected: set[str]):
    """A handler has exactly the contract's name, parameters and result."""
    assert rules(f"{HEAD}\n{line}\n    return Page(slots=[Slot(start=query.start)])\n") - {"name"} == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.replace("import Kernel", "import Closed as Kernel"), {"signature"}),
        (HEAD.replace("Page, Query, Slot", "Page, Query as Slot, Slot as Query"), {"signature"}),
        (HEAD.replace("from almanac import Kernel", "class Kernel:\n    x: int"), {"signature"}),
        (HEAD.replace("import Kernel", "import Closed, Kernel"), set()),
    ],
)
def test_types_of_the_signature_are_the_contracts(head: str, expected: set[str]):
    """A name in a signature stands for the contract's class, not for another one under that name."""
    assert rules(GOOD.replace(HEAD, head)) == expected


def test_a_handler_stands_once():
    """Two handlers of one operation are refused: the second would win in silence."""
    assert rules(GOOD + GOOD.removeprefix(HEAD)) == {"name"}


@pytest.mark.parametrize("text", GOOD_CODE)
def test_good_code_passes(text: str):
    """What a careful programmer writes breaks no rule."""
    assert breaches(text) == []


def test_a_breach_names_its_line_and_remedy():
    """A breach says where it is and how to mend it."""
    (found,) = breaches(inside("print(text)"))
    assert found == Breach(
        "safety/call", 14, "the builtin `print` may not be used", "Return what is to be said; nothing reads the output."
    )


def test_only_api_holds_handlers():
    """A second file of the answer may hold public functions, and api.py may import what it defines, not imports."""
    other = "from datetime import datetime\n\n\ndef double(number: int) -> int:\n    return 2 * number\n"
    trees = {"api.py": ast.parse(GOOD), "sums.py": ast.parse(other)}
    wanted = expectations(writes=("api.py", "sums.py"))
    offered = siblings(wanted, trees)
    assert check(Source("sums.py", other, trees["sums.py"], wanted, offered)) == []
    for name, expected in {"double": set(), "datetime": {"safety/import"}}.items():
        text = GOOD.replace("from .models", f"from .sums import {name}\nfrom .models")
        source = Source("api.py", text, ast.parse(text), wanted, offered)
        assert {breach.rule for breach in check(source)} == expected


def test_without_a_stub_only_the_kernel_may_be_imported():
    """A prompt that shows no kernel gets no names of it but Kernel itself."""
    wanted = expectations(kernel="")
    text = GOOD.replace("import Kernel", "import Closed, Kernel")
    tree = ast.parse(text)
    assert [b.rule for b in check(Source("api.py", text, tree, wanted, siblings(wanted, {})))] == ["safety/import"]


def test_extra_imports_are_allowed():
    """What a project adds to the list may be imported, by name."""
    wanted = expectations(extra_imports={"markupsafe": ("escape",)})
    for line, expected in {"from markupsafe import escape": 0, "from markupsafe import Markup": 1}.items():
        text = GOOD.replace("from .models", f"{line}\nfrom .models")
        tree = ast.parse(text)
        assert len(check(Source("api.py", text, tree, wanted, siblings(wanted, {})))) == expected


@given(st.text(max_size=200) | st.lists(st.sampled_from([*ON_TOP, *INSIDE]), max_size=4).map("\n".join))
@example("x: '' = 1")
@example("from .models import *")
@example("def f(x: 'lambda: 0'): ...")
def test_any_text_that_parses_is_judged(text: str):
    """The policy never raises, whatever parses."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    breaches(text)
