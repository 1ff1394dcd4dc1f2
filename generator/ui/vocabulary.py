"""The words that a behaviour may use of the browser: globals, properties, and which of them how."""

from __future__ import annotations

_WORDS = """
AbortController CustomEvent Event FormData Headers InputEvent IntersectionObserver KeyboardEvent MouseEvent
MutationObserver PointerEvent ResizeObserver Map Set WeakMap WeakSet URL URLSearchParams Date Error RangeError TypeError
"""
CONSTRUCTORS = frozenset(_WORDS.split()) - {"Headers"}
"""Globals that stand after ``new``."""
CALLED = frozenset(
    """
    Boolean Number String cancelAnimationFrame clearInterval clearTimeout getComputedStyle isNaN matchMedia
    parseFloat parseInt queueMicrotask requestAnimationFrame setInterval setTimeout structuredClone
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
)
"""Globals that are called, and not passed on."""
DEFERRED = frozenset({"queueMicrotask", "requestAnimationFrame", "setInterval", "setTimeout"})
"""Globals that run their first argument, so it must be a function of the script's own: a text would be code."""
NAMESPACES: dict[str, frozenset[str]] = {
    "Array": frozenset({"from", "isArray", "of"}),
    "CSS": frozenset({"escape", "supports"}),
    "Date": frozenset({"now", "UTC", "parse"}),
    "Intl": frozenset(
        {"Collator", "DateTimeFormat", "ListFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat"}
    ),
    "JSON": frozenset({"parse", "stringify"}),
    "Math": frozenset({"abs", "ceil", "floor", "max", "min", "round", "sign", "trunc", "sqrt", "hypot", "PI"}),
    "Number": frozenset({"isFinite", "isInteger", "isNaN", "isSafeInteger", "parseFloat", "parseInt"}),
    "Object": frozenset({"freeze", "fromEntries", "keys"}),
    "Promise": frozenset({"all", "allSettled", "race", "reject", "resolve"}),
    "document": frozenset(
        """
        activeElement addEventListener body createDocumentFragment createElement createTextNode
        documentElement getElementById hasFocus hidden querySelector querySelectorAll removeEventListener
        startViewTransition visibilityState
        """.split()  # noqa: SIM905 - as above
    ),
}
"""Globals of which only these parts are used."""
CLASSES = frozenset(
    """
    Element HTMLAnchorElement HTMLButtonElement HTMLDetailsElement HTMLDialogElement HTMLElement HTMLFormElement
    HTMLInputElement HTMLSelectElement HTMLTextAreaElement Node SubmitEvent
    """.split()  # noqa: SIM905 - as above
) | (CONSTRUCTORS | {"Array", "Promise"})
"""Globals that stand after ``instanceof``, or whose constants are read."""
CONSTANTS = frozenset({"Infinity", "NaN", "undefined"})

METHODS = frozenset({"setAttribute", "removeAttribute", "toggleAttribute", "createElement"})
"""Methods whose first argument must be written out; they are called where they are named."""

WRITTEN = frozenset(
    """
    ariaActiveDescendantElement ariaBusy ariaChecked ariaCurrent ariaDisabled ariaExpanded ariaHidden
    ariaInvalid ariaLabel ariaLive ariaModal ariaPressed ariaSelected ariaValueNow ariaValueText checked
    className defaultValue dir disabled hidden id indeterminate inert lang open placeholder readOnly required
    returnValue scrollLeft scrollTop selected selectedIndex tabIndex textContent title value valueAsNumber
    """.split()  # noqa: SIM905 - as above
)
"""Properties of elements that may be assigned to."""

READ = (
    WRITTEN
    | METHODS
    | frozenset().union(*NAMESPACES.values())
    | frozenset(
        """
        DOCUMENT_POSITION_FOLLOWING DOCUMENT_POSITION_PRECEDING ELEMENT_NODE TEXT_NODE abort aborted action
        add addEventListener after altKey animate announce append appendChild at attributeName before bottom
        blur bubbles button buttons cancel cancelable catch charAt charCodeAt checkValidity
        childElementCount children classList clear click clientHeight clientWidth clientX clientY cloneNode
        close closest code codePointAt compareDocumentPosition concat contains contentRect copyWithin
        currentTarget dataset dateStyle day defaultPrevented delete deltaX deltaY description detail
        disconnect dispatchEvent elements endsWith entries error every fill filter find findIndex findLast
        findLastIndex finally finished firstElementChild flat flatMap focus forEach form format formatRange
        formatToParts get getAll getAttribute getBoundingClientRect getDate getDay getFullYear getHours
        getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getUTCDate getUTCDay
        getUTCFullYear getUTCHours getUTCMinutes getUTCMonth has hasAttribute height hour hour12 href
        includes indexOf insertAdjacentElement insertBefore intersectionRatio isComposing isConnected
        isIntersecting item join key keys labels lastElementChild lastIndexOf left length locale
        localeCompare map match matchAll matches max maxLength message metaKey method min minute month name
        nextElementSibling normalize now numeric observe of offsetHeight offsetLeft offsetParent offsetTop
        offsetWidth once options padEnd padStart pageX pageY parentElement passive pattern play pointerId
        pointerType pop prepend preventDefault preventScroll previousElementSibling push querySelector
        querySelectorAll race reason reduce reduceRight relatedTarget remove removeChild removeEventListener
        repeat replace replaceAll replaceChildren replaceWith reportValidity requestSubmit reset resolve
        resolvedOptions reverse right rows cells rowIndex cellIndex scrollBy scrollHeight scrollIntoView
        scrollTo scrollWidth second select selectedOptions selectionEnd selectionStart set setCustomValidity
        setDate setHours setMinutes setMonth setFullYear setRangeText setSelectionRange setUTCDate
        setUTCFullYear setUTCHours setUTCMinutes setUTCMonth shift shiftKey ctrlKey show showModal
        showPicker showPopover hidePopover togglePopover signal size slice some sort splice split startsWith
        step stepDown stepUp stopImmediatePropagation stopPropagation submitter substring subtree tagName
        takeRecords target test then threshold throwIfAborted timeStamp timeStyle timeZone timeZoneName
        toFixed toISOString toLocaleDateString toLocaleLowerCase toLocaleString toLocaleTimeString
        toLocaleUpperCase toLowerCase toSorted toReversed toSpliced toString toUpperCase toggle toggleState
        top newState oldState transitionend trim trimEnd trimStart type unobserve unshift validationMessage
        validity valid valueMissing typeMismatch patternMismatch tooLong tooShort rangeUnderflow
        rangeOverflow stepMismatch badInput customError valueAsDate values visit weekday width willValidate
        with x y year behavior block inline composed childList characterData attributes attributeFilter
        rootMargin root pathname search searchParams hash isPrimary pressed easing duration delay iterations
        direction era
        """.split()  # noqa: SIM905 - as above
    )
) - {"attributes"}
"""Properties that may be read: data of events and elements, and JavaScript's own values. None leads to the window."""

UNCALLED = frozenset({"open"})
"""Properties that are read and not called: a document's ``open`` opens a window."""

NETWORK = frozenset(
    """
    EventSource Request Response SharedWorker WebSocket WebTransport Worker XMLHttpRequest fetch fetchLater
    importScripts navigator sendBeacon serviceWorker Image Audio RTCPeerConnection
    """.split()  # noqa: SIM905 - as above
)
EVAL = frozenset(
    """
    DOMParser Function Proxy Reflect Range __proto__ apply bind call constructor createContextualFragment
    document eval execCommand implementation innerHTML insertAdjacentHTML outerHTML parseFromString
    parseHTMLUnsafe prototype setHTML setHTMLUnsafe srcdoc trustedTypes write writeln globalThis window self top
    parent frames defaultView ownerDocument contentWindow contentDocument view XSLTProcessor
    """.split()  # noqa: SIM905 - as above
) - {"document"}
STATE = frozenset(
    """
    BroadcastChannel Notification alert assign caches close confirm cookie cookieStore domain history indexedDB
    localStorage location MessageChannel name navigation open opener postMessage print prompt pushState referrer
    replaceState sessionStorage
    """.split()  # noqa: SIM905 - as above
)
"""Names with a rule of their own, when they are not the script's: network, running text as code, browser state."""

DANGEROUS = (NETWORK | EVAL | STATE | frozenset(
        """
        attributeStyleMap attributes composedPath cssText formAction getRootNode getAttributeNode parentNode
        source src srcElement style
        """.split()  # noqa: SIM905 - as above
    )) - {
    "name", "close", "open",
}  # fmt: skip
"""Property names that stay out of reach even when the script has keys of these names itself."""


def rule_of(name: str) -> tuple[str, str]:
    """Return (rule, remedy) for a global or property that is off the lists."""
    if name in NETWORK:
        return "safety/network", "Behaviours send nothing themselves: use visit(url), or form.requestSubmit()."
    if name in EVAL:
        return "safety/eval", "Build with createElement and textContent; start from element, not from the window."
    if name in STATE:
        return "safety/browser-state", "Keep state in the page: visit(url) moves on, dataset remembers."
    if name in {"style", "cssText", "attributeStyleMap"}:
        return "safety/inline-style", "Set a class, a data- attribute or hidden, and style that in style.css."
    return "safety/name", "Use what the list of the prompt names: elements, events, lists, numbers, texts."
