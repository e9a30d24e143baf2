"""Classes of characters, as the inside of a regular expression's brackets."""

LETTERS = "\u0621-\u063a\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
"""Letters of the Arabic script, Persian and Kurdish ones too; no tatweel, no presentation form."""

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
"""Tashkeel and Quranic signs."""

FATHATAN, SHADDA, TATWEEL = "\u064b", "\u0651", "\u0640"

IN_WORDS = LETTERS + MARKS + TATWEEL
"""What a written Arabic word consists of."""

WORD = f"[{LETTERS}][{IN_WORDS}]*"
"""A whole expression: an Arabic word that begins with a letter."""

SPACE = r"[^\S\n]"
"""A whole expression: white space inside a block."""
