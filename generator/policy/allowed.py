"""What generated code may use: everything that is not in these tables is refused."""

from __future__ import annotations

import builtins


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Module → names that may be imported from it, or reached as attributes after ``import module``.
# Each name was looked at for three things: does it evaluate strings, does it reach other modules, does it keep
# state across requests. That is why attrgetter, namedtuple, make_dataclass, TypeAdapter, BaseModel (pydantic
# evaluates string annotations), lru_cache, getcontext and get_type_hints are not here.
IMPORTS: dict[str, frozenset[str]] = {
    module: _words(names)
    for module, names in {
        "__future__": "annotations",
        "base64": "b64decode b64encode urlsafe_b64decode urlsafe_b64encode",
        "binascii": "Error",
        "bisect": "bisect_left bisect_right insort",
        "calendar": "monthrange isleap",
        "collections": "Counter OrderedDict defaultdict deque",
        "collections.abc": "AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container "
        "Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping MutableMapping MutableSequence "
        "MutableSet Reversible Sequence Set Sized ValuesView",
        "dataclasses": "asdict astuple dataclass field replace",
        "datetime": "UTC date datetime time timedelta timezone tzinfo",
        "decimal": "Decimal InvalidOperation ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN "
        "ROUND_HALF_UP ROUND_UP",
        "enum": "Enum IntEnum StrEnum auto unique",
        "fastapi": "HTTPException",
        "fractions": "Fraction",
        "functools": "cmp_to_key partial reduce",
        "hashlib": "blake2b sha256 sha512",
        "heapq": "heapify heappop heappush merge nlargest nsmallest",
        "hmac": "compare_digest new",
        "http": "HTTPStatus",
        "itertools": "accumulate chain combinations count cycle dropwhile filterfalse groupby islice pairwise "
        "permutations product repeat starmap takewhile zip_longest",
        "json": "JSONDecodeError dumps loads",
        "math": "ceil comb copysign dist exp fabs floor fmod fsum gcd hypot inf isclose isfinite isinf isnan isqrt "
        "lcm log log10 log2 nan perm pi pow prod sqrt trunc",
        "operator": "itemgetter",
        "pydantic": "AwareDatetime ValidationError",
        "re": "ASCII DOTALL IGNORECASE MULTILINE Match Pattern VERBOSE compile escape findall finditer fullmatch match "
        "search split sub",
        "string": "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits",
        "types": "MappingProxyType",
        "typing": "Annotated ClassVar Concatenate Final Generic Literal LiteralString NamedTuple Never NewType "
        "NoReturn NotRequired Optional ParamSpec Protocol Required Self TypeAlias TypeVar TypedDict Union assert_never "
        "assert_type final reveal_type",
        "unicodedata": "normalize",
        "urllib.parse": "quote quote_plus unquote urlencode",
        "uuid": "NAMESPACE_URL UUID uuid4 uuid5",
        "zoneinfo": "ZoneInfo ZoneInfoNotFoundError",
    }.items()
}

# Names that switch the type checker off have their own rules, wherever they come from.
BLUNT_TYPES = {"Any": "safety/any", "object": "safety/any", "cast": "safety/cast"}

BUILTINS = _words("""
    False None True abs all any ascii bin bool bytearray bytes callable chr complex dict divmod enumerate filter
    float format frozenset hex int isinstance issubclass iter len list map max min next oct ord pow range repr
    reversed round set slice sorted str sum tuple zip aiter anext property classmethod staticmethod super
    NotImplemented ArithmeticError AssertionError AttributeError EOFError Exception FloatingPointError IndexError
    KeyError LookupError NotImplementedError OSError OverflowError PermissionError RuntimeError StopAsyncIteration
    StopIteration TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError
    ZeroDivisionError ExceptionGroup Ellipsis Warning DeprecationWarning UserWarning
""")

# Builtins that do no harm under these names when the code binds the name itself (a parameter called ``id``).
HARMLESS_WHEN_BOUND = frozenset({"copyright", "credits", "hash", "id", "license"})

# The rest of the running interpreter's builtins, and what the site module adds to them.
REFUSED_BUILTINS = (
    frozenset(name for name in dir(builtins) if not name.startswith("_")) | {"copyright", "credits", "exit", "quit"}
) - BUILTINS

# Attributes that lead from a value to frames, code, types or modules, or that change a class others share
# (``Sequence.register``, ``ZoneInfo.clear_cache``).
REFUSED_ATTRIBUTES = _words("""
    ag_await ag_code ag_frame ag_running cr_await cr_code cr_frame cr_origin cr_running gi_code gi_frame
    gi_running gi_yieldfrom f_back f_builtins f_code f_globals f_lasti f_lineno f_locals f_trace f_trace_lines
    f_trace_opcodes tb_frame tb_lasti tb_lineno tb_next co_code co_consts co_names func_code func_globals mro
    model_config model_computed_fields model_construct model_fields model_parametrized_name model_post_init
    model_rebuild register clear_cache construct from_orm parse_file parse_raw update_forward_refs
""")

# Special methods that a class of generated code may define. None of them runs when another class is made or an
# attribute is looked up.
SPECIAL_METHODS = _words("""
    __init__ __post_init__ __eq__ __hash__ __lt__ __le__ __gt__ __ge__ __str__ __repr__ __len__ __iter__ __next__
    __contains__ __bool__ __add__ __sub__ __and__ __or__ __call__ __getitem__ __aiter__ __anext__ __enter__
    __exit__ __aenter__ __aexit__
""")

# Classes that may be inherited from. Contract models may not: pydantic evaluates string annotations of subclasses.
BASES = _words("""
    enum.Enum enum.IntEnum enum.StrEnum typing.NamedTuple typing.TypedDict typing.Protocol typing.Generic
    builtins.Exception builtins.ValueError builtins.KeyError builtins.LookupError builtins.RuntimeError
""")

CLASS_DECORATORS = frozenset({"dataclasses.dataclass", "enum.unique", "typing.final"})
METHOD_DECORATORS = frozenset({"builtins.classmethod", "builtins.property", "builtins.staticmethod"})

# Calls that may stand at the top of a module or a class: they make values that cannot change.
CONSTANT_CALLS = _words("""
    builtins.frozenset builtins.tuple builtins.range datetime.date datetime.datetime datetime.time
    datetime.timedelta datetime.timezone decimal.Decimal fractions.Fraction re.compile types.MappingProxyType
    typing.NewType typing.ParamSpec typing.TypeVar uuid.UUID zoneinfo.ZoneInfo
""")
TYPE_VARIABLES = frozenset({"typing.NewType", "typing.ParamSpec", "typing.TypeVar"})
FIELD_CALLS = frozenset({"dataclasses.field", "enum.auto"})
