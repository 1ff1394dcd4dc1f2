"""Looking at pages as their visitors do: with eyes, with a keyboard, with a screen reader; in real browsers.

:mod:`~generator.looks.browsers` finds and starts the browsers, holds them still and closes the network. Every check is
a package of its own (``visual``, ``trees``, ``axe``, ``keyboard``, ``patterns``, ``layout``) and yields
:class:`~generator.looks.flaws.Flaw`. What is looked at are a bundle's stories (the gate) or any page
(``lockstep ui check``).
"""
