"""Listboxes: options that arrows go through, one or several of them selected."""

from __future__ import annotations

from generator.looks.patterns.moves import MOST_MOVES, following, goes, may_go
from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, STATE, Over, Trial


def _options(trial: Trial) -> tuple[Seen, list[Seen]]:
    at = trial.at()
    trial.has_role(at, "listbox")
    options = trial.items(at, "option")
    if not options:
        trial.flaw(ROLES, at, f"{at} has no options that are shown")
        raise Over
    return at, options


def is_selected(option: Seen) -> bool:
    """Say whether an option says that it is selected, in one of the two ways."""
    return option.says("selected") or option.says("checked")


def speaks(trial: Trial) -> None:
    """The box and its options have names; every option of several says whether it is selected, of one one does."""
    at, options = _options(trial)
    trial.has_name(at)
    for option in options:
        trial.has_name(option)
        if at.says("multiselectable"):
            said = {option.state("selected"), option.state("checked")} & {"true", "false"}
            message = f'{option} can be selected beside others, and should say aria-selected="true" or "false"'
            trial.must(STATE, option, bool(said), message)
    several = [option for option in options if is_selected(option)]
    if not at.says("multiselectable"):
        message = f'{len(several)} options of {at} are selected: one can be, or it says aria-multiselectable="true"'
        trial.must(STATE, at, len(several) < 2, message)
    reached = [each for each in (at, *options) if each.tabbable]
    message = f"Tab should stop once at {at}, and stops at {len(reached)} places"
    trial.must(FOCUS, at, len(reached) == 1 or (at.tabbable and not options[0].focusable), message)


def _entered(trial: Trial, at: Seen, options: list[Seen]) -> Seen:
    """Put focus on an option as Tab and a first arrow would; return it. Ends the trial where none takes it."""
    stop = next((each for each in (at, *options) if each.tabbable), at)
    trial.focus(stop)
    if trial.until(lambda: trial.current() in options) if stop != at else trial.current() in options:
        return trial.current() or options[0]
    trial.press("ArrowDown")
    if not trial.until(lambda: trial.current() in options):
        message = f"ArrowDown on {at} should put focus on an option, itself or by aria-activedescendant"
        trial.flaw(KEYS, at, f"{message}; {trial.where()}")
        raise Over
    return trial.current() or options[0]


def arrows(trial: Trial) -> None:
    """Arrows go through the options, up and down; Home and End lead to the ends, if anywhere."""
    at, options = _options(trial)
    now = _entered(trial, at, options)
    forward, back = ("ArrowRight", "ArrowLeft") if at.state("orientation") == "horizontal" else ("ArrowDown", "ArrowUp")
    if now == options[-1]:
        may_go(trial, "Home", now, options[:1], str(options[0]))
        now = trial.current() or now
    for key, step in [(forward, 1)] * MOST_MOVES + [(back, -1)] * 2:
        wanted = following(options, now, step, wraps=False)
        if not wanted:
            continue
        if not goes(trial, key, now, wanted, f"{wanted[0]}, the {'next' if step > 0 else 'one before'}"):
            return
        now = trial.current() or now
    for key, end in (("End", options[-1]), ("Home", options[0])):
        may_go(trial, key, now, [end], str(end))
        now = trial.current() or now


def selects(trial: Trial) -> None:
    """Selection follows focus, or Space (of one also Enter) selects; of several Space takes it back, too."""
    at, options = _options(trial)
    now = _entered(trial, at, options)
    wanted = following(options, now, 1, wraps=False) or following(options, now, -1, wraps=False)
    if wanted:
        trial.press("ArrowDown" if options.index(wanted[0]) > options.index(now) else "ArrowUp")
        trial.until(lambda: trial.current() in wanted)
        now = trial.current() or now
    if now not in options or now.off:
        return
    if at.says("multiselectable"):
        for _ in range(2):
            before = is_selected(trial.again(now))
            should = f'say aria-selected="{"false" if before else "true"}"'
            trial.key("Space", now, lambda was=before: is_selected(trial.again(now)) != was, should)  # type: ignore[misc]
        return
    trial.rest()
    if [each for each in trial.all_again(options) if is_selected(each)] == [now]:
        return
    trial.press("Space")
    trial.rest()
    if not is_selected(trial.again(now)):
        trial.press("Enter")

    def alone() -> bool:
        return [each for each in trial.all_again(options) if is_selected(each)] == [now]

    message = f'{now} should alone say aria-selected="true" when focus, Space or Enter selects it'
    trial.must(STATE, now, alone, message)


SCENARIOS = ((speaks, arrows), (selects,))
