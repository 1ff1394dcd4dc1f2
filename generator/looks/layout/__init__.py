"""What does not fit: text that is cut off or lies on other text, pages that scroll sideways, what is lost or moves.

A false alarm costs more here than a miss: what may be meant (a carousel, a layer on top, a helper for those who do not
see) is let alone. Small targets and contrast are axe's to find.
"""
