"""Latin runs and figures, shown as they were typed where the text around them is Arabic.

The bidirectional algorithm puts most of them right, and what it puts right stays bare: words, «(BBC)»,
dates, clock times. In Arabic a score and a range go from right to left, what was typed first on the
right (Unicode UAX 9, rule W2); they stay so. Turned round are signs at the edge of a run, for
want of a letter that holds them (``++C``), and the groups of a long number (``222 11 963+``). And a
number follows the Latin word before it, even over a colon or a comma: «Blitz: 24 فريقاً».
"""

import html as markup
import re

from articles.arabic import isolate

_LETTER = r"[A-Za-z\u00c0-\u024f]"
# ASCII without the space and what HTML means by < > & and ;
_LATIN = r"(?:[!-%'-:=?-~\u00c0-\u024f]|&amp;)"
_SPACE = r"(?:[ \u00a0\u202f]|&nbsp;)"
_END = r"(?![0-9A-Za-z\u00c0-\u024f])"
_NUMBER = r"[0-9]{1,15}(?:[.,][0-9]{1,15}){0,5}"
# «-5», and not the dash of «10 -15» or «دمشق-5»; what is written onto the next word may stand before it.
_SIGN = r"(?:(?<![^\W\u0640])|(?<=[ ]و))(?<![0-9)\]][ ])(?<![)\]])[-+−±]"

_NUMBER_AFTER = re.compile(r": [0-9.,:]+\Z")
_BDI = re.compile(r"<bdi>(.*?)</bdi>")
_COMMA_AND_NUMBER = re.compile(r"[،؛] [0-9]")

# What a tag or a run begins with: one class, for which a text is searched ten times as fast.
_START = re.compile(r"[<0-9A-Za-z\u00c0-\u024f@#+\-−±(\[«“\"]")
_RUN = re.compile(
    rf"""
      (?P<tag> <(?:[^<>"]|"[^"]*")*> )
    | (?<![A-Za-z0-9\u00c0-\u024f&]) (?:
        (?P<latin>
          (?:https?://)? [@\#]? [0-9]* {_LETTER} {_LATIN}* (?:{_SPACE}{_LATIN}+)*
          (?: (?<=[\w+\#%/)\]]) | (?<=[.!?])(?=[»”"]) )  # «Hello!»: its mark is in the quotation
        )
      | (?P<telephone>
          (?:\+[0-9]{{1,4}}|0[0-9]{{2,4}}) (?:(?:{_SPACE}|-)\(?[0-9]{{1,8}}\)?)+ {_END}
        )
      | (?P<thousands> [0-9]{{1,3}} (?:{_SPACE}[0-9]{{3}})+ (?![.,-]) {_END} )
      # As CLDR has it for Arabic with these figures: "percentSign": LRM % LRM, "minusSign": LRM -
      | (?P<measure> (?:{_SIGN})? {_NUMBER} {_SPACE}? (?:[%‰℃℉]|°(?:{_SPACE}?[CF])?) {_END} )
      | (?P<signed> {_SIGN} {_NUMBER} {_END} )
      # Before the first letter nothing tells the algorithm that «3-1» is Arabic.
      | (?P<first>
          (?:\A|(?<=<p>)|(?<=<li>)|(?<=<h[23]>)) [«“"(\[]* [0-9]{{1,4}}(?:-[0-9]{{1,4}})+ (?![%-]) {_END}
        )
      )
    """,
    re.VERBOSE,
)


def isolate_runs(html: str) -> str:
    """Return the HTML of an Arabic text with ``<bdi>`` around each run that would be turned round.

    ``"<p>لغة C++ سهلة</p>"`` -> ``"<p>لغة <bdi>C++</bdi> سهلة</p>"``. For HTML as ``sanitize``
    leaves it, or escaped text; the text is the same. Idempotent. Arabic-Indic figures stay bare:
    by CLDR their signs stand where the algorithm puts them («-٥», «٥٠٪»).
    """
    if "<bdi>" in html:  # no body holds one: it was done
        return html
    shown, done = [], 0
    start = _START.search(html)
    while start:
        found = _RUN.match(html, start.start())
        if found:
            shown += [html[done : start.start()], _isolated(found)]
            done = found.end()
        start = _START.search(html, found.end() if found else start.end())
    return "".join([*shown, html[done:]])


def isolate_text_runs(text: str) -> str:
    """Return an Arabic text with FSI and PDI around each run that would be turned round.

    For plain text, where there is no ``<bdi>``: a feed, Open Graph, a picture of a headline.
    """
    shown = isolate_runs(markup.escape(text, quote=False))
    return markup.unescape(_BDI.sub(lambda found: isolate(found[1]), shown))


def _isolated(found: re.Match[str]) -> str:
    run = found[0]
    if found["tag"]:
        return run
    if found["first"]:
        return re.sub(r"[0-9]+", r"<bdi>\g<0></bdi>", run)
    # A bracket that was opened before the run is not the run's to close.
    inner = run
    while inner[-1] in ")]" and not _is_balanced(inner):
        inner = inner[:-1]
    is_held = found["latin"] and inner[0] not in "@#" and inner[-1] not in "+#%.!?/"
    if is_held and (number := _NUMBER_AFTER.search(inner)):
        inner, is_held = inner[: number.start()], False
    elif is_held and _COMMA_AND_NUMBER.match(found.string, found.end()):
        is_held = False
    if is_held or not _is_balanced(inner):
        return run
    return f"<bdi>{inner}</bdi>{run[len(inner) :]}"


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")
