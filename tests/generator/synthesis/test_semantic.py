import ast
import asyncio
from pathlib import Path

import pytest

from generator.semantic import digest

SAME = [
    ("x = 1", "x   =  1  # one\n\n"),
    ("x = 'a'", 'x = "a"'),
    ("x = 'it\\'s'", 'x = "it\'s"'),
    ("x = ('a' 'b')", "x = 'ab'"),
    ("x = f'{a}' 'b{'", "x = f'{a}b{{'"),
    ("x = f'\\'{a}'", 'x = f"\'{a}"'),
    ("x = b'a' b'b'", 'x = b"ab"'),
    ("x = (1)", "x = 1"),
    ("x = 0XFF + 1E5", "x = 0xff + 1e5"),
    ("x = [1, 2,]", "x = [\n    1,\n    2,\n]"),
    ("f(a, b,)", "f(a, b)"),
    ("x = (a\n+ b)", "x = a + b"),
    ("x = 1; y = 2", "x = 1\ny = 2"),
    ("if x: pass", "if x:\n    pass"),
    ("class A(): pass", "class A:\n  pass"),
    ("x[a, b,]", "x[a, b]"),
    ("return_ = (yield_)", "return_ = yield_"),
    ("from a import (b, c)", "from a import b, c"),
    ('def f():\n    """Doc.\n\n    More.\n    """', 'def f():\n  """Doc.\n\n  More."""'),
    ('"""Doc."""\nx = 1', "'''Doc.  '''; x = 1"),
]

DIFFERENT = [
    ("x = 1", "x = 2"),
    ("x = 1", "x = 1.0"),
    ("x = 1", "x = '1'"),
    ("x = 1", "y = 1"),
    ("x = 1", "x: int = 1"),
    ("x = 'a'", "x = b'a'"),
    ("x = 'a'", "x = 'a '"),
    ("x = '#a'", "x = ''  #a"),
    ("x = f'{a}'", "x = '{a}'"),
    ("x = f'{a!r}'", "x = f'{a}'"),
    ("x = f'{a:>2}'", "x = f'{a:>3}'"),
    ("x = f'{a=}'", "x = f'{a = }'"),
    ("x = f'{{a}}'", "x = f'{a}'"),
    ("x = (1,)", "x = (1)"),
    ("x[1]", "x[1,]"),
    ("x[1:2]", "x[1, 2]"),
    ("a and b or c", "a and (b or c)"),
    ("a - b - c", "a - (b - c)"),
    ("-x ** 2", "(-x) ** 2"),
    ("f(*a)", "f(a)"),
    ("f(*a)", "f(**a)"),
    ("f(a=1)", "f(b=1)"),
    ("def f(a, b): pass", "def f(a, *, b): pass"),
    ("def f(a, b): pass", "def f(a, /, b): pass"),
    ("def f(a=1): pass", "def f(a=2): pass"),
    ("def f(): pass", "async def f(): pass"),
    ("def f():\n    '''Doc.'''", "def f():\n    '''Other.'''"),
    ("def f():\n    '''Doc.'''", "def f():\n    pass"),
    ("def f():\n    '''A\n      b'''", "def f():\n    '''A\n    b'''\n    pass"),
    ("if a:\n    x\ny", "if a:\n    x\n    y"),
    ("if a:\n    if b:\n        x\n    else:\n        y", "if a:\n    if b:\n        x\nelse:\n    y"),
    ("from a import b", "from .a import b"),
    ("from .a import b", "from ..a import b"),
    ("from a import b", "from a import b as c"),
    ("import a.b", "import a"),
    ("x = [i for i in a if i]", "x = [i for i in a]"),
    ("x = [i for i in a]", "x = {i for i in a}"),
    ("x = [i async for i in a]", "x = [i for i in a]"),
    ("a < b < c", "(a < b) < c"),
    ("a is not b", "a is b"),
    ("global_, x = y", "x, global_ = y"),
    ("@a\ndef f(): pass", "def f(): pass"),
    ("@a\n@b\ndef f(): pass", "@b\n@a\ndef f(): pass"),
    ("lambda: x", "lambda x: x"),
    ("try:\n    a\nexcept B:\n    c\nelse:\n    d", "try:\n    a\nexcept B:\n    c\nfinally:\n    d"),
    ("match a:\n    case 1: pass", "match a:\n    case 2: pass"),
    ("match a:\n    case B(x=1): pass", "match a:\n    case B(y=1): pass"),
    ("match a:\n    case [b, *c]: pass", "match a:\n    case [b, *_]: pass"),
    ("x = a if b else c", "x = c if b else a"),
    ("x += 1", "x -= 1"),
    ("ab = 1", "a = 1\nb = 1"),
    ("x = 'a', 'b'", "x = 'a' 'b'"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_layout_does_not_count(one: str, other: str):
    """Comments, white space, quotes, needless parentheses and line breaks leave the digest as it is."""
    assert digest(one) == digest(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_meaning_counts(one: str, other: str):
    """A text that does something else has another digest."""
    assert digest(one) != digest(other)


def test_the_digest_is_pinned():
    """Digests stand in manifests: this one must never change."""
    assert (
        digest("def f(a: int = 1) -> str:\n    return f'{a}!'\n")
        == "a6a62f77a11e4917c5f8e54b9fc0fac82074864db0f128349ee48cb81779080c"
    )


@pytest.mark.parametrize("path", sorted(Path(asyncio.__file__).parent.glob("[q-t]*.py")), ids=lambda path: path.name)
def test_the_digest_is_of_the_tree(path: Path):
    """A file laid out anew from its syntax tree has the digest that it had."""
    text = path.read_text(encoding="utf-8")
    assert digest(ast.unparse(ast.parse(text))) == digest(text)
