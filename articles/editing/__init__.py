"""The people's door: every change that a person makes to an article goes through here."""

from .access import TRANSITIONS, can, may_change_links, refusal_of, require
from .content import Content, read_content
from .deeds import Verb, note
from .drafts import (
    MOST_CHARACTERS,
    Disputed,
    Saved,
    discard_changes,
    load_latest,
    note_languages,
    restore,
    save_article,
)
from .due import announce_due, expire_due
from .links import find_namesakes, link_arrivals, propose_candidates, resolve_links
from .mending import fix_style, rules_of
from .merging import Dispute, Merge, changed_fields, merge_contents
from .notices import draft_notice
from .open_forms import close_form, forget_old_forms, others_in, touch_form, typed_before
from .preview_links import PreviewLink, read_preview, sign_preview
from .public_history import SeenChange, seen_changes
from .public_log import Logged, log_of, public_corrections
from .publish import (
    Notice,
    hand_in,
    publish,
    publish_changes,
    send_back,
    take_down,
    unschedule,
    withdraw,
)
from .revisions import (
    Broken,
    Change,
    Kind,
    begin_history,
    check_history,
    content_of,
    latest_content,
    record,
)
from .style import (
    STYLE_FIELDS,
    Place,
    count_style,
    findings_of,
    ignore,
    keep_counts,
    mend_finding,
    mend_rules,
)
from .withdrawn import Withdrawn, withdrawn_from_readers

__all__ = [
    "MOST_CHARACTERS",
    "STYLE_FIELDS",
    "TRANSITIONS",
    "Broken",
    "Change",
    "Content",
    "Dispute",
    "Disputed",
    "Kind",
    "Logged",
    "Merge",
    "Notice",
    "Place",
    "PreviewLink",
    "Saved",
    "SeenChange",
    "Verb",
    "Withdrawn",
    "announce_due",
    "begin_history",
    "can",
    "changed_fields",
    "check_history",
    "close_form",
    "content_of",
    "count_style",
    "discard_changes",
    "draft_notice",
    "expire_due",
    "find_namesakes",
    "findings_of",
    "fix_style",
    "forget_old_forms",
    "hand_in",
    "ignore",
    "keep_counts",
    "latest_content",
    "link_arrivals",
    "load_latest",
    "log_of",
    "may_change_links",
    "mend_finding",
    "mend_rules",
    "merge_contents",
    "note",
    "note_languages",
    "others_in",
    "propose_candidates",
    "public_corrections",
    "publish",
    "publish_changes",
    "read_content",
    "read_preview",
    "record",
    "refusal_of",
    "require",
    "resolve_links",
    "restore",
    "rules_of",
    "save_article",
    "seen_changes",
    "send_back",
    "sign_preview",
    "take_down",
    "touch_form",
    "typed_before",
    "unschedule",
    "withdraw",
    "withdrawn_from_readers",
]
