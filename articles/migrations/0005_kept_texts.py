"""The texts of the last editions, and which edition restores an earlier one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_topic")]

    operations = [
        migrations.AddField("edition", "restores", models.PositiveIntegerField(null=True)),
        migrations.CreateModel(
            name="KeptText",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
            ],
        ),
    ]
