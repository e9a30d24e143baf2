"""How the last run of each command that runs by the clock ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_second_factor_groups")]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("succeeded_at", models.DateTimeField(null=True)),
                ("figures", models.JSONField(default=dict)),
            ],
            options={"default_permissions": ()},
        ),
    ]
