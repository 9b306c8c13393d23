"""What the full-text index holds: the passages that search finds, and the words that it can spell."""

from django.db import models


class Passage(models.Model):
    """What search finds: a term, or one section of a guide. The full-text index follows this table by itself.

    `head` and `body` are the stems of what is above and in the text: fields on lines, a term's names between bars.
    """

    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=20)
    title = models.TextField()  # of the guide or term
    heading = models.TextField(blank=True)
    words = models.TextField(blank=True)  # a term's other names, a guide's summary
    text = models.TextField()
    address = models.CharField(max_length=300)
    path = models.CharField(max_length=255, db_index=True)  # of the content file it was made from
    head = models.TextField()
    body = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.address


class Word(models.Model):
    """A word that stands in passages, with its stem: what search knows how to spell."""

    language = models.CharField(max_length=8)
    word = models.CharField(max_length=40)
    stem = models.CharField(max_length=40)
    passages = models.IntegerField()  # how many it stands in
    named = models.IntegerField()  # how many have it in their title, heading or names

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="each_word_once")]

    def __str__(self) -> str:
        return self.word
