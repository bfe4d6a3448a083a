"""Which texts of the norm have one column a language (read by django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from themes.models import Action, Group, Recommendation, Theme, TrainingAudience, TrainingTopic


@register(Theme)
class ThemeTexts(TranslationOptions):
    fields = ("title", "introduction")


@register(Group)
class GroupTexts(TranslationOptions):
    fields = ("title", "note")


@register(Action)
class ActionTexts(TranslationOptions):
    fields = ("title", "text", "note")


@register(Recommendation)
class RecommendationTexts(TranslationOptions):
    fields = ("text",)


@register((TrainingTopic, TrainingAudience))
class ListTexts(TranslationOptions):
    fields = ("name",)
