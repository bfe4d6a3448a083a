from modeltranslation.translator import TranslationOptions, register

from reports.models import BorderRegion, Country, RegionalBody


@register((Country, RegionalBody, BorderRegion))
class NameTexts(TranslationOptions):
    fields = ("name",)
