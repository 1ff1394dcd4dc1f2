"""What a page is to those who do not see it: the accessibility tree, as one text that people can read and accept.

:func:`~generator.looks.trees.drawn.drawn` writes the text, :func:`~generator.looks.trees.compare.differences` says in
sentences how another one differs. The text has two parts. ``snapshot`` is Playwright's, computed in the page, and the
same in every engine. ``tree`` is Chromium's own tree with what the snapshot leaves out: descriptions, relations, live
regions, modality, languages, and what a field asks of a keyboard.
"""
