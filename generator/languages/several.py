"""Many words that are answers: all of them, where they are few."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.machine import Language, Macro
from generator.languages.questions import Question
from generator.languages.shortest import shortest

State = tuple[Macro, ...]


def several(question: Question, at_least: int, at_most: int) -> Iterator[str]:
    """Go through the answers, shorter ones first, in the order of readability. Raises StepsSpent."""
    length = at_least
    while (word := shortest(question, length, at_most)) is not None:
        yield from _of_length(question, len(word))
        length = len(word) + 1
        if length > at_most:
            return


def _of_length(question: Question, length: int) -> Iterator[str]:
    """Go through all answers of one length, which begins with finding out from where they can be reached."""
    languages = [*question.insides, *question.outsides]
    start = tuple(language.macro(language.start) for language in languages)
    levels: list[dict[State, dict[int, State]]] = [{start: {}}]
    for _ in range(length):
        following: dict[State, dict[int, State]] = {}
        for state, moves in levels[-1].items():
            moves.update(_moves(question, languages, state))
            following.update({led: {} for led in moves.values() if led not in following})
        levels.append(following)
    for state in [state for state in levels[-1] if not _accepts(question, state)]:
        del levels[-1][state]
    for level, following in zip(reversed(levels[:-1]), reversed(levels[1:]), strict=True):
        for state, moves in list(level.items()):
            level[state] = {number: led for number, led in moves.items() if led in following}
            if not level[state]:
                del level[state]
    yield from _spelt(question, levels, start)


def _moves(question: Question, languages: list[Language], state: State) -> dict[int, State]:
    """Return where each character leads, without what cannot lead to an answer."""
    moves = {}
    question.steps.spend(1 + len(question.joint.numbers) + 4 * sum(len(macro.threads) for macro in state))
    for number, numbers in enumerate(question.joint.numbers):
        led = tuple(map(Language.move, languages, state, numbers))
        if all(macro.threads for macro in led[: len(question.insides)]):
            moves[number] = led
    return moves


def _accepts(question: Question, state: State) -> bool:
    count = len(question.insides)
    return all(macro.accepts for macro in state[:count]) and not any(macro.accepts for macro in state[count:])


def _spelt(question: Question, levels: list[dict[State, dict[int, State]]], start: State) -> Iterator[str]:
    """Go through the words that lead through the levels."""
    length = len(levels) - 1
    word: list[str] = []
    waiting = [_continued(question, levels[0], start)] if length else []
    if not length and start in levels[0]:
        yield ""
    while waiting:
        question.steps.spend()
        pair = next(waiting[-1], None)
        if pair is None:
            waiting.pop()
            if word:
                word.pop()
            continue
        char, state = pair
        if len(waiting) == length:
            yield "".join((*word, char))
        else:
            word.append(char)
            waiting.append(_continued(question, levels[len(waiting)], state))


def _continued(question: Question, level: dict[State, dict[int, State]], state: State) -> Iterator[tuple[str, State]]:
    moves = level.get(state, {})
    for first, last, number in question.joint.runs:
        if number in moves:
            for code in range(first, last + 1):
                yield chr(code), moves[number]
