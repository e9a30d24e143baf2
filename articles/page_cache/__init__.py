"""Pages kept and given again until something public changes: the cache in front of Django.

``triggers`` raise a number in the database with every public change, ``watch`` knows at no cost
whether it still stands, ``store`` keeps pages of one generation, ``wsgi`` is the door that asks it,
and ``cdn`` lets others keep them. Decision 18.
"""

from .cacheable import CompressionMiddleware, cacheable, offer
from .cdn import purge_cdn
from .generation import Generation, read_generation, read_number
from .memo import GENERATION, once_a_generation
from .triggers import lay_triggers, lift_triggers
from .wsgi import PageCache

__all__ = [
    "GENERATION",
    "CompressionMiddleware",
    "Generation",
    "PageCache",
    "cacheable",
    "lay_triggers",
    "lift_triggers",
    "offer",
    "once_a_generation",
    "purge_cdn",
    "read_generation",
    "read_number",
]
