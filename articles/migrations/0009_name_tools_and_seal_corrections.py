"""Name the tool of every revision that one wrote, and seal every correction that was issued."""

import hashlib
from datetime import UTC

from django.db import migrations
from django.db.models import Q


def name_tools(apps, schema_editor):
    """As what is sealed tells it: the seals of these do not cover the new column."""
    revisions = apps.get_model("articles", "Revision").objects.all()
    revisions.filter(reason__startswith="copydesk: ").update(tool="copydesk")
    nobodys = revisions.filter(tool="", created_by=None)
    nobodys.filter(~Q(reason="") | Q(number__gt=1)).update(tool="importer")
    nobodys.filter(tool="").update(tool="found")


def seal(apps, schema_editor):
    corrections = apps.get_model("articles", "Correction").objects.select_related("revision")
    for one in corrections.defer("revision__content").iterator(chunk_size=500):
        parts = (
            one.revision.sha256,
            str(one.article_id),
            str(one.revision.number),
            one.kind,
            one.text_ar,
            one.text_en,
            str(int(one.is_serious)),
            one.issued_at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(one.issued_by_id or ""),
        )
        one.sha256 = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        one.save(update_fields=["sha256"])


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_tools_and_sealed_corrections'),
    ]

    operations = [
        migrations.RunPython(name_tools, migrations.RunPython.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
