"""Random texts that rules run into."""

from hypothesis import strategies as st

# What rules look at.
PIECES = (
    *"،,؛;؟?.:!\"“”«»()[]ـ ـ\n\n   \u00a0\t\u200c\u200f\u202bﻻﷺًّاىيیکھەپهوبلكس٠٥12٬@#-&",
    *("لـ ", "الـ", "هـ", "و ", " في في", "الاتفاق", "اللجنة", "التماس", "الى", "إجتماع", "ان شاء الله", "أمس ", "مساء اليوم ", "غداً ", "الأحد"),
    *("BBC", "1,700", "https://example.org/a,b", "a@b.org"),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=24).map("".join)
