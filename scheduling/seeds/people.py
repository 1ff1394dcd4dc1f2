"""People: whom bookings are for, and what they wrote."""

from __future__ import annotations

_FIRST = (
    *("Ada", "Amina", "Björn", "Chidi", "Dolores", "Emeka", "Fatima", "Gustav", "Hana", "Ines", "Jamal", "Keiko"),
    *("Lucía", "Mateo", "Noor", "Olga", "Priya", "Quentin", "Rosa", "Sefa", "Tevita", "Uma", "Viktor", "Wanjiru"),
    *("Ximena", "Yusuf", "Zoë", "Aroha", "Bishnu", "Cillian", "Đorđe", "渡辺"),
)
_LAST = (
    *("Adeyemi", "Bennani", "Carter", "Diallo", "Eriksen", "Faleolo", "Gurung", "Haddad", "Ivanova", "Janssen"),
    *("Kowalski", "Lavoie", "Murphy", "Nakamura", "O'Brien", "Pereira", "Quispe", "Rai", "Shrestha", "Tuiasosopo"),
    *("Usman", "Vargas", "Whelan", "Xu", "Yüksel", "Zhang", "Álvarez", "Müller", "Nowak", "Parsons", "Quinn", "はる"),
)
NAMES = tuple(f"{first} {last}" for first in _FIRST for last in _LAST)
"""1,024 names; a visitor's is the one at the visitor's number modulo their count."""
EMAILS = tuple(f"visitor-{number}@example.com" for number in range(4096))
NOTES = ("", "", "", "", "Please call first.", "Second visit.", "Step-free entrance, please.", "Kommt zu zweit.")
REASONS = ("Something came up", "Feeling unwell", "Booked twice", "")
