"""How fast one pattern is shown to be within another, or a word is found that is not, beside other packages.

Run: ``python -m tests.benchmarks.regular_languages``. The others are ``interegular`` and ``greenery``; without them,
``pip install --target FOLDER interegular greenery`` and ``PYTHONPATH=FOLDER`` bring them. Each question is asked from
the source of the patterns on, in a process of its own that has answered another question before. Prints milliseconds
(the best of some processes) and how often ours goes into theirs; asserts only that all agree.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

RUNS = 3
SECONDS = 10
DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
BYTE = r"(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
LABEL = r"[a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?"
NUMBER = r"(0|[1-9][0-9]*)"
FLIPS = r"(a|b)*a(a|b)"
WORDS = [
    f"{first}{middle}{last}" for first in "abcdefgh" for middle in ("on", "in", "er", "al", "us") for last in "klmno"
]
# A name; a pattern and one that may hold it, both of whole strings.
QUESTIONS: dict[str, tuple[str, str]] = {
    "letters, more letters": ("[a-z]+", "[a-z0-9_]+"),
    "letters, fewer letters": ("[a-z]+", "[a-y]+"),
    "date, digits": (DATE, r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "digits, date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", DATE),
    "address, digits": (rf"({BYTE}\.){{3}}{BYTE}", r"[0-9]{1,3}(\.[0-9]{1,3}){3}"),
    "version, longer version": (rf"{NUMBER}\.{NUMBER}\.{NUMBER}", rf"{NUMBER}\.{NUMBER}\.{NUMBER}(-[a-z0-9]+)?"),
    "host, host or address": (rf"{LABEL}(\.{LABEL})*", rf"{LABEL}(\.{LABEL})*|({BYTE}\.){{3}}{BYTE}"),
    "label, shorter label": (LABEL, LABEL.replace("61", "60")),
    "255 letters, 256": ("[a-z]{1,255}", "[a-z]{1,256}"),
    "256 letters, 255": ("[a-z]{1,256}", "[a-z]{1,255}"),
    "200 words, letters": ("|".join(WORDS), "[a-z]+"),
    "200 words, all but one": ("|".join(WORDS), "|".join(WORDS[:-1])),
    "flips, 10 after a": (FLIPS + "{10}", FLIPS + "{11}"),
}
WARM_UP = ("[x-z]{2}", "[w-z]+")


def ours(inside: str, outside: str) -> bool:
    """Ask Lockstep."""
    languages = import_module("generator.languages")
    steps = import_module("generator.steps").Steps(2_000_000)
    return not languages.words(
        [languages.language(f"^(?:{inside})$")], [languages.language(f"^(?:{outside})$")], steps=steps
    )


def interegular(inside: str, outside: str) -> bool:
    """Ask interegular, whose automata are whole."""
    patterns, fsm = import_module("interegular.patterns"), import_module("interegular.fsm")
    both = [patterns.parse_pattern(inside), patterns.parse_pattern(outside)]
    alphabet = fsm.Alphabet.union(*(each.get_alphabet(patterns.REFlags(0)) for each in both))[0]
    around = tuple(max(each.prefix_postfix[at] for each in both) for at in (0, 1))
    one, other = (each.to_fsm(alphabet, around) for each in both)
    return bool(one <= other)


def greenery(inside: str, outside: str) -> bool:
    """Ask greenery, whose automata are whole and small."""
    parse = import_module("greenery").parse
    return bool(parse(inside).to_fsm() <= parse(outside).to_fsm())


PACKAGES: dict[str, Callable[[str, str], bool]] = {"lockstep": ours, "interegular": interegular, "greenery": greenery}


def one(package: str, question: str) -> None:
    """Print the milliseconds of one question, and its answer."""
    ask = PACKAGES[package]
    ask(*WARM_UP)
    begun = time.process_time()
    is_within = ask(*QUESTIONS[question])
    sys.stdout.write(f"{(time.process_time() - begun) * 1000} {is_within}")


def measured(package: str, question: str) -> tuple[float | None, str]:
    """Return the fewest milliseconds of some processes, and the answer; None where none came in time."""
    best, answer = None, ""
    for _ in range(RUNS):
        command = [sys.executable, "-m", "tests.benchmarks.regular_languages", package, question]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None, ""
        taken, answer = done.stdout.split()
        best = min(best or float("inf"), float(taken))
    return best, answer


def main() -> None:
    """Print a table."""
    packages = [name for name in PACKAGES if name == "lockstep" or find_spec(name)]
    if missing := PACKAGES.keys() - set(packages):
        sys.stdout.write(f"not installed: {', '.join(sorted(missing))}; see the head of this file\n")
    sys.stdout.write(f"{'':26}{''.join(f'{name:>22}' for name in packages)}\n")
    for question in QUESTIONS:
        cells, answers, own = [], set(), 0.0
        for package in packages:
            taken, answer = measured(package, question)
            own = own or taken or float("inf")
            cells.append(f"over {SECONDS} s" if taken is None else f"{taken:.2f} ms {taken / own:6.0f} x")
            answers |= {answer} - {""}
        assert len(answers) == 1, f"{question}: {answers}"
        sys.stdout.write(f"{question:26}{''.join(f'{cell:>22}' for cell in cells)}\n")


if __name__ == "__main__":
    one(*sys.argv[1:3]) if len(sys.argv) == 3 else main()
