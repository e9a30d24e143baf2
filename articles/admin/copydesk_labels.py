"""The copy desk's rules in the words of the desk: what each is called, and why it is one."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing import rules_of

# code: (name, why); the reasons are those of the rules (copydesk)
RULES = {
    "presentation-form": (
        _("shapes of letters"),
        _("These are shapes of letters, not letters; search does not find them."),
    ),
    "persian-letter": (
        _("Persian letter"),
        _("This letter is Persian or Kurdish and only looks like the Arabic one."),
    ),
    "invisible-character": (
        _("invisible character"),
        _("An invisible character stands here that does nothing."),
    ),
    "doubled-space": (_("doubled space"), _("One space is enough.")),
    "detached-prefix": (_("detached prefix"), _("A prefix is written together with its word.")),
    "tatweel": (_("stretched word"), _("Words are not stretched, and a dash is a dash.")),
    "tanwin": (_("place of the tanwin"), _("The house writes the tanwin on the alef.")),
    "mixed-digits": (_("mixed digits"), _("An article keeps to one family of digits.")),
    "latin-comma": (_("Latin comma"), _("An Arabic sentence takes the Arabic comma.")),
    "latin-semicolon": (_("Latin semicolon"), _("An Arabic sentence takes the Arabic semicolon.")),
    "latin-question-mark": (
        _("Latin question mark"),
        _("An Arabic question takes the Arabic question mark."),
    ),
    "straight-quotes": (
        _("foreign quotation marks"),
        _("An Arabic quotation stands between « and »."),
    ),
    "unbalanced-quotes": (
        _("quotation mark without partner"),
        _("This quotation mark has no partner in its paragraph."),
    ),
    "unbalanced-brackets": (
        _("bracket without partner"),
        _("This bracket has no partner in its paragraph."),
    ),
    "space-before-punctuation": (
        _("space before a mark"),
        _("No space stands before a punctuation mark."),
    ),
    "no-space-after-punctuation": (
        _("no space after a mark"),
        _("A space follows a punctuation mark."),
    ),
    "doubled-word": (_("doubled word"), _("The word stands here twice.")),
    "spelling": (_("spelling"), _("This is a common spelling error.")),
    "relative-time": (
        _("day told by today"),
        _("Readers of another day cannot tell which day this is."),
    ),
    "relative-period": (
        _("time told by now"),
        _("Readers of another time cannot tell which week, month or year this is."),
    ),
    "orphan-pull-quote": (
        _("pull quote without its sentence"),
        _("The body no longer says what this pull quote says."),
    ),
}


def say_reason(reason: str) -> str:
    """Why a revision was written, in the desk's words where the copy desk's command says it in codes."""
    names = [str(RULES[code][0]) for code in rules_of(reason)]
    return gettext("copy desk: %(rule)s") % {"rule": gettext(", ").join(names)} if names else reason
