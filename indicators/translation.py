from modeltranslation.translator import TranslationOptions, register

from indicators.models import Indicator, Target, TargetRevision


@register(Target)
class TargetTexts(TranslationOptions):
    fields = ("title", "short_name", "text")


@register(Indicator)
class IndicatorTexts(TranslationOptions):
    fields = ("text", "reading")


@register(TargetRevision)
class RevisionTexts(TranslationOptions):
    fields = ("title", "text")
