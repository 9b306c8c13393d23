from django.db import migrations, models


def make_all_again_at_the_next_sync(apps, schema_editor):
    """No engine made these guides so that they have what is added here."""
    edition = apps.get_model("articles", "Edition").objects.order_by("-number").first()
    if edition:
        edition.engine = ""
        edition.save()


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_renditions")]
    operations = [
        migrations.AddField("article", "publish_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="Leaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_index=True, max_length=255)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="leanings", to="articles.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeenFile",
            fields=[
                ("path", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("marks", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.RunPython(make_all_again_at_the_next_sync, migrations.RunPython.noop),
    ]
