"""A pytest suite for any Lockstep project: what its prompts and contracts show is what was accepted.

    python -m pytest --pyargs generator.suite -p generator.suite.plugin --lockstep-root .

Each rendered prompt is kept as ``snapshots/<unit>/<name>.prompt.txt``, each declared OpenAPI document as
``snapshots/<unit>/openapi.json``, and the Python surface of each bundle as ``snapshots/<unit>/surface.json``.
``--snapshot-update`` accepts what is shown now; ``lockstep accept`` does so with a diff and without touching what has
landed.
"""
