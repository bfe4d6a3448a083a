"""The printed norm: six themes, their menus of actions and the recommendations that these carry out.

Everything here is the same for everybody. The official text is French; English and Portuguese are working
translations (one column a language, see `translation.py`). The printed code is the key of every row.
"""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from themes.folding import fold

LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


Row = TypeVar("Row", bound=models.Model)


class PlanTextQuerySet(models.QuerySet[Row]):
    def mentioning(self, words: str) -> Self:
        """Rows whose text in any language holds every word, whatever its accents or case."""
        rows = self
        for word in dict.fromkeys(fold(words).split()):
            rows = rows.filter(searchable__contains=word)
        return rows


class PlanText(models.Model):
    """A row of the norm that readers can search: `searchable` is its folded text in every language."""

    searchable = models.TextField(editable=False, default="")

    searched_fields: tuple[str, ...] = ("title", "text")

    class Meta:
        abstract = True

    def save(self, **kwargs):
        parts = [self.pk]
        for name in self.searched_fields:
            parts += [getattr(self, f"{name}_{language}") or "" for language in LANGUAGE_CODES]
        self.searchable = fold(" ".join(parts))
        super().save(**kwargs)


class Theme(PlanText):
    code = models.CharField(max_length=4, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    introduction = models.TextField()

    objects = PlanTextQuerySet["Theme"].as_manager()

    searched_fields = ("title", "introduction")

    class Meta:
        ordering = ("position",)

    def __str__(self):
        return f"{self.code}. {self.title}"

    def get_absolute_url(self):
        return reverse("theme", args=[self.code])


class Group(models.Model):
    """A sub-heading of a theme's menu; for theme I also the "priority sector" that target I.T2 counts."""

    code = models.CharField(max_length=8, primary_key=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="groups")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("theme__position", "position")
        constraints = (models.UniqueConstraint(fields=("theme", "position"), name="group_position_once"),)

    def __str__(self):
        return f"{self.code} {self.title}"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def in_theme(self, code: str) -> Self:
        """Those that an action of the theme carries out."""
        return self.filter(pk__in=Action.objects.in_theme(code).values("recommendations"))


class Recommendation(models.Model):
    """A recommendation of the Conference's Summary Report. Its text is not held until the report is supplied."""

    code = models.CharField(_("code"), max_length=12, primary_key=True, help_text=_("As printed, e.g. III (v)"))
    chapter = models.PositiveSmallIntegerField(_("chapter"))
    item = models.PositiveSmallIntegerField(_("item"))
    text = models.TextField(_("text"), blank=True, default="")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("chapter", "item")
        constraints = (models.UniqueConstraint(fields=("chapter", "item"), name="recommendation_number_once"),)

    def __str__(self):
        return self.code

    @property
    def slug(self) -> str:
        """The code as an address holds it: `III-v`."""
        return self.code.replace(" (", "-").rstrip(")")

    @staticmethod
    def code_from_slug(slug: str) -> str:
        chapter, _dash, item = slug.partition("-")
        return f"{chapter} ({item})"

    def get_absolute_url(self):
        return reverse("recommendation", args=[self.slug])


class ActionQuerySet(PlanTextQuerySet["Action"]):
    def in_theme(self, code: str) -> Self:
        return self.filter(group__theme=code)

    def carrying_out(self, recommendation: str) -> Self:
        return self.filter(recommendations=recommendation)

    def in_printed_order(self) -> Self:
        return self.order_by("group__theme__position", "position")


class Action(PlanText):
    """One entry of the menu of actions, numbered through its theme in printed order."""

    code = models.CharField(max_length=8, primary_key=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    recommendations = models.ManyToManyField(Recommendation, related_name="actions")
    recommendations_as_printed = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True, default="")

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("group__theme__position", "position")

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def theme_code(self) -> str:
        """`VI` of `VI.3`: the code itself says it, no query needed."""
        return self.code.partition(".")[0]

    def get_absolute_url(self):
        return reverse("action", args=[self.code])


class TrainingTopic(models.Model):
    slug = models.SlugField(primary_key=True)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("position",)

    def __str__(self):
        return self.name


class TrainingAudience(models.Model):
    slug = models.SlugField(primary_key=True)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("position",)

    def __str__(self):
        return self.name


class LoadedRow(models.Model):
    """What `load_plan` last wrote into a row, so that a reload can tell an edit made on the site from its own."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    values = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("model", "key"), name="loaded_row_once"),)

    def __str__(self):
        return f"{self.model} {self.key}"


class TranslatedRow(models.Model):
    """Which French the translations of a row were made from: `french` is `{"title_en": fingerprint of title_fr}`."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    french = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("model", "key"), name="translated_row_once"),)

    def __str__(self):
        return f"{self.model} {self.key}"
