"""The front page: what is running here, why, and where to go from here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from router import pages, report
from router.decision import Decision, Reason
from router.described import Page
from router.described import pages as described_pages
from router.features import Feature
from router.gallery.shelves import told_by
from router.loader import Bundle
from router.manifests import Refusal
from router.rendering import render
from router.rollout import Rollout
from router.settings import Settings
from router.store import Entry
from router.watch import Watch

log = logging.getLogger("lockstep.router")

_MOST_ENTRANCES = 3
_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


@dataclass(frozen=True, slots=True)
class Share:
    """How a feature's clients are split; ``permille`` of them get the canary."""

    stable: str
    canary: str
    permille: int

    @property
    def words(self) -> str:
        """The split for whoever does not see the bar."""
        return f"{self.stable}, {self.canary}"

    @property
    def before_gap(self) -> int:
        """How many thousandths of the bar are the stable version's colour; a hair is left free beside the canary's."""
        return max(0, 1000 - self.permille - (5 if self.permille else 0))


@dataclass(frozen=True, slots=True)
class Row:
    """One feature as the page shows it; ``version`` is empty when nothing is served."""

    name: str
    version: str
    reason: str
    share: Share | None
    refusals: tuple[Refusal, ...]
    pages: tuple[Page, ...]
    components: Page | None
    facts: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page about this server, and what one finds there."""

    href: str
    name: str
    says: str


def front_page(settings: Settings, features: Sequence[Feature], watch: Watch) -> str:
    """Return the page as HTML. It stands whatever is wrong: no bundle, an unsound one, the database away."""
    rows = [_row(feature, watch) for feature in features if feature.known or feature.refusals]
    return render(
        "front.html",
        title=settings.title,
        description=settings.description,
        headline=_headline(rows),
        database_away=not watch.reachable,
        entrances=_entrances(rows),
        features=rows,
        links=_links(settings, features, watch),
    )


def _row(feature: Feature, watch: Watch) -> Row:
    entry, decision = watch.entries.get(feature.name), pages.stable(feature, watch)
    bundle = feature.bundles[decision.version] if decision else None
    return Row(
        feature.name,
        f"v{decision.version}" if decision else "",
        _reason(feature, entry, decision),
        _share(entry.rollout) if entry and entry.rollout.live is not None else None,
        feature.refusals,
        _pages(bundle) if bundle else (),
        _components(bundle) if bundle else None,
        _facts(bundle, entry) if bundle else "",
    )


def _reason(feature: Feature, entry: Entry | None, decision: Decision | None) -> str:
    if decision is None:
        return "No version is sound, so nothing answers."
    rollout = entry.rollout if entry else None
    if decision.reason is Reason.fallback:
        wanted = rollout.stable if rollout else max(feature.known)
        return f"Fallback: v{wanted} should answer, but it was refused."
    if rollout is None or entry is None:
        only = decision.reason is Reason.only
        return "The only version there is." if only else "The newest version; no rollout says otherwise."
    return _in_force(feature, entry)


def _in_force(feature: Feature, entry: Entry) -> str:
    rollout = entry.rollout
    if rollout.live is not None:
        unsound = "" if rollout.live in feature.bundles else " It was refused, so the stable version answers for it."
        return f"Stable, while canary v{rollout.live} is tried on {rollout.weight:g} % of clients.{unsound}"
    if entry.rollout.state == "aborted":
        back = f"canary v{rollout.canary} was taken back" if rollout.canary else "a newer version was taken back"
        return f"Everybody gets it: {back} by {entry.changed_by}."
    return "Stable: everybody gets it."


def _share(rollout: Rollout) -> Share:
    return Share(
        f"v{rollout.stable} stable {100 - rollout.weight:g} %",
        f"v{rollout.canary} canary {rollout.weight:g} %",
        round(rollout.weight * 10),
    )


def _pages(bundle: Bundle) -> tuple[Page, ...]:
    try:
        found = list(described_pages(bundle))
    except Exception:  # a stranger's code describes itself; the front page must not fall with it
        log.exception("%s/v%s cannot describe its pages", bundle.feature, bundle.version)
        found = []
    return tuple(found)


def _components(bundle: Bundle) -> Page | None:
    number = sum(path.endswith("/stories.json") for path in bundle.files) if told_by(bundle) else 0
    name = f"{number} component{'s' if number > 1 else ''}"
    return Page(f"/stories/{bundle.feature}/v{bundle.version}", name) if number else None


def _facts(bundle: Bundle, entry: Entry | None) -> str:
    facts = [f"Bundle {bundle.bundle_id[:12]}"]
    if count := len(bundle.operations):
        facts.append(f"{count} operation{'s' if count > 1 else ''}")
    if entry:
        facts.append(f"rollout set by {entry.changed_by} on {day_and_time(entry.changed_at)}")
    return ", ".join(facts)


def _headline(rows: Sequence[Row]) -> str:
    if not rows:
        return "Nothing to serve yet."
    sound = sum(bool(row.version) for row in rows)
    if not sound:
        return "No feature answers."
    if sound < len(rows):
        return f"{_count(sound)} of {_count(len(rows)).lower()} features answer{'s' if sound == 1 else ''}."
    refused = sum(bool(row.refusals) for row in rows)
    return f"{_features(sound)} running{f', {_count(refused).lower()} with a refused version' if refused else ''}."


def _features(number: int) -> str:
    return f"{_count(number)} feature{'s' if number != 1 else ''}"


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _entrances(rows: Sequence[Row]) -> list[Page]:
    found = [page for row in rows for page in row.pages if "?" not in page.href]
    return found[:_MOST_ENTRANCES] or ([Page("/docs", "Try the API")] if any(row.version for row in rows) else [])


def _links(settings: Settings, features: Sequence[Feature], watch: Watch) -> list[Link]:
    links = [Link("/docs", "API", "Every operation, to be tried in the browser.")]
    if any(told_by(bundle) for feature in features for bundle in feature.bundles.values()):
        links.append(Link("/stories", "Stories", "Every component in each of its states."))
    if made := report.made_at(settings.root):
        links.append(Link("/report", "Gate report", f"What the last gate found, {day_and_time(made)}."))
    unready = pages.unready(features, watch)
    links.append(Link("/readyz", "Health", "Not ready: " + " ".join(unready) if unready else "Ready for traffic."))
    return links


def day_and_time(instant: datetime) -> str:
    """Return an instant as people read it, in UTC, which is the same for all who look."""
    instant = instant.astimezone(UTC)
    return f"{instant.day} {instant:%B %Y, %H:%M} UTC"
