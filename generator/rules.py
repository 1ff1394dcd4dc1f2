"""Every rule that generated code, its lock and its contract are held to: one table, one place for ids.

An id is ``family/what``, stable and never reused. ``RULES[id]`` says how bad a breach is, what the rule holds and what
usually mends it; a :class:`~generator.findings.Finding` may name a remedy of its own.
"""

from __future__ import annotations

from types import MappingProxyType

from generator.findings import Finding, Level, Rule

_REGENERATE = "Run: lockstep regenerate"
_NEW_VERSION = "Take the change back, and make it in a new version: lockstep new-version FEATURE"
_ASK_AGAIN = "Ask again: lockstep regenerate --fresh, or make the prompt clearer."
_EDIT_PROMPT = "Change the prompt, then run: lockstep regenerate"
_WAIVER = "Take the row out of widens.toml, or mend it."
_KNOWN = "Take the row out of known.toml, or mend it."
_TAKE_BACK = "Take the change back, or grant it with a [[waiver]] in schemas/<unit>/widens.toml."
_PATTERN = "Make it behave as the linked page says, or take the role and the declaration away."
_STEP = "Change the step or what it points at, then run: lockstep regenerate"

_ROWS = (
    # What a model's answer must be before anyone looks at the code in it.
    ("answer/too-large", "An answer stays under the size limit.", _ASK_AGAIN),
    ("answer/not-json", "An answer is one JSON value and nothing around it.", _ASK_AGAIN),
    ("answer/html", "An answer is JSON, not a page of HTML.", "Look at the provider's address: a proxy may answer."),
    ("answer/empty", "An answer is not empty.", _ASK_AGAIN),
    ("answer/cut-off", "An answer is whole.", "Raise config.max_output_tokens in the prompt."),
    ("answer/refused", "A model does not refuse to answer.", _EDIT_PROMPT),
    ("answer/looping", "An answer does not repeat itself without end.", _ASK_AGAIN),
    ("answer/schema", "An answer satisfies the answer schema.", _ASK_AGAIN),
    ("answer/path-not-allowed", "An answer writes only what the prompt's `writes` names.", _EDIT_PROMPT),
    ("answer/missing-file", "An answer writes every file that the prompt's `writes` names.", _EDIT_PROMPT),
    ("answer/duplicate-file", "An answer writes each file once.", _ASK_AGAIN),
    # What the code in it must be before it is looked at closely.
    ("code/syntax", "Code compiles.", _ASK_AGAIN),
    ("code/unparsable", "Code is read by the parser that keeps its layout.", _ASK_AGAIN),
    ("code/too-complex", "Code is parsed and formatted within the limits of time and memory.", _ASK_AGAIN),
    ("code/format", "Code can be formatted.", _ASK_AGAIN),
    # What generated code may do.
    ("safety/import", "Generated code imports only what the policy allows.", _EDIT_PROMPT),
    (
        "safety/call",
        "Generated code calls nothing that runs code, or reaches files, processes or sockets.",
        _EDIT_PROMPT,
    ),
    ("safety/dunder", "Generated code walks no double-underscore attributes.", _EDIT_PROMPT),
    ("safety/global-state", "Generated code keeps no state that outlives a request.", _EDIT_PROMPT),
    ("safety/type-ignore", "Generated code silences no checker.", _EDIT_PROMPT),
    ("safety/cast", "Generated code casts nothing.", _EDIT_PROMPT),
    ("safety/any", "Generated code does not say Any.", _EDIT_PROMPT),
    ("safety/name", "Generated code uses no forbidden name.", _EDIT_PROMPT),
    ("safety/signature", "A handler takes and returns exactly its operation's contract types.", _EDIT_PROMPT),
    ("safety/missing-handler", "Every operation has a handler.", _EDIT_PROMPT),
    ("safety/extra-toplevel", "A module's top level holds imports, constants and functions only.", _EDIT_PROMPT),
    ("safety/annotation", "Every function is annotated in full, with types that are written out.", _EDIT_PROMPT),
    ("safety/class", "A class stands at the top level and inherits from allowed bases only.", _EDIT_PROMPT),
    ("safety/decorator", "Generated code decorates nothing that could register or replace it.", _EDIT_PROMPT),
    ("safety/except", "Generated code does not catch everything.", _EDIT_PROMPT),
    ("safety/hidden-text", "Generated code holds no invisible characters and declares no encoding.", _EDIT_PROMPT),
    # What generated markup, styles and scripts may do.
    ("safety/autoescape", "Everything that a template shows is escaped.", _EDIT_PROMPT),
    ("safety/template", "A template uses only the tags, filters, tests and calls on the list.", _EDIT_PROMPT),
    ("safety/element", "Markup, styles and drawings hold only what is on the list.", _EDIT_PROMPT),
    ("safety/handler", "Markup holds no handlers.", _EDIT_PROMPT),
    ("safety/inline-style", "Nothing is styled in place.", _EDIT_PROMPT),
    ("safety/unquoted", "Data stands in text and in quoted attribute values alone.", _EDIT_PROMPT),
    ("safety/foreign-url", "Every address stays on this server.", _EDIT_PROMPT),
    ("safety/network", "A behaviour sends nothing by itself.", _EDIT_PROMPT),
    (
        "safety/eval",
        "A behaviour turns no text into code or markup, and spells no name at run time.",
        _EDIT_PROMPT,
    ),
    ("safety/module", "A behaviour is one module without imports, whose only export is its function.", _EDIT_PROMPT),
    ("safety/script-size", "A behaviour is small.", _EDIT_PROMPT),
    ("safety/browser-state", "A behaviour leaves cookies, storage, history and location alone.", _EDIT_PROMPT),
    # What generated interfaces must be.
    ("ui/scope", "A component's style stays inside the component.", _EDIT_PROMPT),
    ("ui/token", "Colours and sizes come from the design's tokens.", _EDIT_PROMPT),
    ("ui/class", "Classes are the component's own or the design's.", _EDIT_PROMPT),
    ("ui/text", "The words that people read come from ui/messages.json.", _EDIT_PROMPT),
    ("ui/messages", "Every language has the same messages, and templates ask for each of them.", _EDIT_PROMPT),
    ("ui/stories", "Each component has stories, in every language, with data that the contract allows.", _EDIT_PROMPT),
    ("ui/markup", "Markup is whole, labelled, and keeps its structure whatever the data.", _EDIT_PROMPT),
    # What may change in a contract.
    ("types/python", "Generated code passes mypy --strict.", _EDIT_PROMPT),
    # types/changed was one rule for every difference; its id is not used again.
    ("types/request-narrowed", "What callers could send, they still can.", _TAKE_BACK),
    ("types/request-widened", "What was refused of callers is refused still.", _TAKE_BACK),
    ("types/response-widened", "Callers get no answer that they could not get before.", _TAKE_BACK),
    ("types/operation-removed", "What could be asked for still can be.", _TAKE_BACK),
    ("types/status-removed", "A good answer has the status that it had.", _TAKE_BACK),
    ("types/status-added", "Callers get no error that they were not told of.", _TAKE_BACK),
    ("types/media-removed", "Requests and answers are of the media types that they were.", _TAKE_BACK),
    ("types/default-changed", "What callers leave out means what it did.", _TAKE_BACK),
    ("types/props-narrowed", "A component takes what it was given.", _TAKE_BACK),
    ("types/props-widened", "A component is given nothing that it refused.", _TAKE_BACK),
    ("types/slots-changed", "A component has the slots that it had.", _TAKE_BACK),
    ("types/token-widened", "A token has no value that it could not have before.", _TAKE_BACK),
    (
        "types/name-removed",
        "Components, languages, classes, icons and tokens that were there still are.",
        _TAKE_BACK,
    ),
    ("types/prompt-input", "What a prompt cannot do without, its next version does not do without.", _TAKE_BACK),
    (
        "types/undecided",
        "Whether a contract moved can be decided.",
        "Say it in a simpler schema, or grant it with a [[waiver]] in schemas/<unit>/widens.toml.",
    ),
    (
        "types/route-taken",
        "An address belongs to one feature.",
        "Make a new version of the feature that has it: lockstep new-version FEATURE",
    ),
    (
        "types/surface",
        "Generated Python offers what the version before it did: no other annotations, defaults or names.",
        _EDIT_PROMPT,
    ),
    ("types/escape-hatch", "Generated Python turns the type checker off in no more places than before.", _EDIT_PROMPT),
    ("types/unknown", "A contract can be read and compared.", "Mend the schema or the prompt that is named."),
    ("types/waiver-unused", "Each waiver excuses exactly one finding.", _WAIVER),
    ("types/waiver-expired", "A waiver is within its date.", _WAIVER),
    ("types/waiver-invalid", "widens.toml is a list of [[waiver]] with rule, at, why, by, until.", _WAIVER),
    # What locks prompt, schemas, answer and code together.
    ("lock/drift", "The inputs on disk are those that the bundle was made of.", _REGENERATE),
    (
        "lock/missing-recording",
        "Every answer that a bundle stands on is recorded, byte for byte.",
        "Take the recording back from Git, or run: lockstep regenerate --fresh",
    ),
    (
        "lock/edited-by-hand",
        "Nothing in generated/ is written by hand.",
        "Say it in the prompt, and take the file back: lockstep regenerate FEATURE --discard-edits",
    ),
    ("lock/frozen", "What stands on the merge base never changes.", _NEW_VERSION),
    (
        "lock/symlink",
        "Prompts, schemas, generated code and snapshots are plain files in plain folders.",
        "Put the files themselves in the place of the link.",
    ),
    (
        "lock/base-moved",
        "The main branch is the one that the merge base and the remote name.",
        "Name what to compare with: lockstep gate --base REF",
    ),
    ("lock/private", "Nothing below .lockstep/ is in Git.", "Run: git rm -r --cached .lockstep"),
    ("lock/forged", "A manifest is what replaying its recordings yields.", f"{_REGENERATE} --fresh"),
    ("lock/missing-bundle", "Every prompt has its bundle.", _REGENERATE),
    ("lock/orphan", "Every bundle has its prompt.", "Delete the folder, or take its prompt back from Git."),
    # What the bundle does when it runs.
    ("behaviour/load", "A bundle loads through the router's loader, without a network.", _EDIT_PROMPT),
    ("behaviour/openapi", "A bundle serves exactly the OpenAPI that prompt and schemas declare.", _REGENERATE),
    ("behaviour/server-error", "No request that the contract describes ends in a server error.", _EDIT_PROMPT),
    ("behaviour/response-schema", "Every response is one that the contract describes.", _EDIT_PROMPT),
    ("behaviour/crash", "A bundle survives every request that the contract describes.", _EDIT_PROMPT),
    ("behaviour/timeout", "A bundle answers in time.", _EDIT_PROMPT),
    # What was looked at and accepted.
    ("snapshots/missing", "Everything that is shown has an accepted picture.", "Look at it, then run: lockstep accept"),
    ("snapshots/changed", "What is shown is what was accepted.", "Look at it, then run: lockstep accept"),
    ("snapshots/unused", "Every accepted picture is still of something.", "Run: lockstep accept"),
    # What those see who look at a page.
    ("visual/missing", "Every picture was looked at by a person.", "Look at it, then run: lockstep accept"),
    (
        "visual/changed",
        "A story looks as it was accepted, to the last pixel.",
        "Look at it, then run: lockstep accept; or take the change back.",
    ),
    ("visual/unused", "Every accepted picture is still of a story.", "Run: lockstep accept"),
    (
        "visual/unrecorded",
        "Pictures are compared with those of the same browser and fonts.",
        "Nothing to mend: everything else was checked. Pictures of this browser can be accepted with: lockstep accept",
    ),
    # What those read who do not see a page.
    ("aria/missing", "Every accessibility tree was looked at by a person.", "Read it, then run: lockstep accept"),
    (
        "aria/unrecorded",
        "Accepted trees were told by the browser that is here.",
        "Accept the stories of units that have not landed again: lockstep accept FEATURE",
    ),
    ("aria/unused", "Every accepted tree is still of a story.", "Run: lockstep accept"),
    ("aria/changed", "The accessibility tree is the one that was accepted.", "Read it, then run: lockstep accept"),
    # What axe-core holds pages to.
    ("axe/violation", "A page breaks none of axe's rules for WCAG 2.2, levels A and AA.", _EDIT_PROMPT),
    ("axe/known-fixed", "Each row of known.toml excuses a flaw that is there.", _KNOWN),
    ("axe/known-expired", "A row of known.toml is within its date.", "Mend the flaw, and take the row out."),
    ("axe/known-invalid", "known.toml is a list of [[known]] with rule, at, why, owner, until.", _KNOWN),
    # What those meet who use a keyboard.
    (
        "keyboard/trap",
        "Where focus can go, it can leave with Tab, Shift+Tab, Escape, arrows, or a key that is told there.",
        "Let go of focus: a dialog closes on Escape; everything else leaves Tab to the browser, or says how to leave.",
    ),
    # What does not fit.
    ("layout/clipped", "Text is seen whole, or there is a way to see the rest.", _EDIT_PROMPT),
    ("layout/overlap", "No text lies on other text, nor on a control.", _EDIT_PROMPT),
    ("layout/sideways", "A page that is 320 pixels wide is read without scrolling sideways.", _EDIT_PROMPT),
    ("layout/lost", "Controls are seen where colours are forced.", _EDIT_PROMPT),
    ("layout/moving", "Nothing moves by itself where less motion is asked for.", _EDIT_PROMPT),
    (
        "keyboard/lost-focus",
        "Focus is somewhere at any time: what goes away hands it on.",
        "Move focus on by script: to what opened a dialog, to the next entry, to a heading.",
    ),
    (
        "keyboard/one-way",
        "Tab and Shift+Tab both lead on from everywhere, at least after Escape.",
        "Leave Tab and Shift+Tab to the browser.",
    ),
    (
        "keyboard/invisible-focus",
        "It is seen where focus is.",
        "Draw an outline with :focus-visible, in a colour that differs from what is behind it.",
    ),
    (
        "keyboard/obscured-focus",
        "What has focus is not covered by something else.",
        "Give what scrolls a scroll-padding as high as what sticks to its edge.",
    ),
    (
        "keyboard/order",
        "Focus goes the way that people read.",
        "Put the elements into the markup in the order in which they are shown.",
    ),
    (
        "keyboard/unreachable",
        "Everything that can be clicked can be reached with keys.",
        "Use a button or a link, or add tabindex=0, a role and a keydown handler.",
    ),
    (
        "keyboard/scroll-region",
        "Everything that scrolls can be scrolled with keys.",
        "Add tabindex=0, role=region and a name, or put something focusable in it.",
    ),
    (
        "keyboard/positive-tabindex",
        "Nothing jumps the queue: no tabindex is above 0.",
        "Write tabindex=0, and move the element in the markup.",
    ),
    # What stories ask for.
    ("stories/step", "A story's steps can be taken, and end in what they say.", _STEP),
    ("stories/error", "A story logs no error and breaks no policy of the page.", _EDIT_PROMPT),
    ("stories/undrawn", "Every story can be drawn.", _EDIT_PROMPT),
    # How what is declared by a role behaves.
    ("patterns/roles", "A declared pattern has its elements, with their roles, names and references.", _PATTERN),
    ("patterns/keys", "Each key of a pattern does what the ARIA Authoring Practices say.", _PATTERN),
    ("patterns/focus", "Focus goes where the pattern says on opening, while open and on closing.", _PATTERN),
    ("patterns/state", "States and properties say what is so, whenever it changes.", _PATTERN),
    (
        "patterns/undeclared",
        "What has a role that promises keys is declared as a pattern by a story.",
        'Add {"pattern": NAME, "at": SELECTOR} to the patterns of a story, or take the role away.',
    ),
    # What the gate says about itself.
    ("gate/not-run", "Every check runs.", "Mend what the message names, then run: lockstep gate --fresh"),
    ("gate/no-browser", "Stories are looked at in every browser.", "Install the browser that the message names."),
)

NOTES = frozenset({"gate/no-browser", "visual/unrecorded", "aria/unrecorded"})
"""Rules whose breach is said and blocks nothing: they are about the machine, not about what is merged."""

RULES = MappingProxyType(
    {id_: Rule(id_, Level.note if id_ in NOTES else Level.error, summary, remedy) for id_, summary, remedy in _ROWS}
)
"""Every rule by id. All but :data:`NOTES` block: what does not block is seldom worth a reader's time."""


def remedy_of(finding: Finding) -> str:
    """Return what mends ``finding``: its own remedy, else its rule's."""
    return finding.remedy or RULES[finding.rule].remedy


def level_of(finding: Finding) -> Level:
    """Return how bad a finding is: what its rule says, and an error where there is no such rule."""
    rule = RULES.get(finding.rule)
    return rule.level if rule else Level.error


def family_of(rule: str) -> str:
    """Return the family of a rule id: ``lock`` of ``lock/drift``."""
    return rule.partition("/")[0]
