"""The Python surface of generated modules: what others may call and read, compared by what annotations mean.

    old, new = read_surface({"api.py": before}), read_surface({"api.py": after})
    compare_surfaces(old, new)    # (Change(kind=return_type, verdict=wider, name="api.search", ...),)
    pretty_json(as_json(new))     # surface.json

Nothing is imported or run, and nothing outside the given texts is looked at. It reads a stranger's Python: outside of
tests go through :mod:`generator.surface.apart`, which does it in a child with limits.
"""

from generator.surface.changes import Change, Kind
from generator.surface.comparing import compare_surfaces
from generator.surface.modules import SurfaceUnreadable
from generator.surface.reading import read_surface
from generator.surface.writing import as_json

__all__ = ["Change", "Kind", "SurfaceUnreadable", "as_json", "compare_surfaces", "read_surface"]
