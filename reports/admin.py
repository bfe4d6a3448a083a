"""Django's own admin: reference data to correct, records to read. Every save leaves a row in the change log.

What has a verb is read-only here: activities, claims, adoptions, evidence, remarks, organisations, assessments, snapshots
and the log itself.
"""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group as RightsGroup
from django.db.models import DateField, Model, URLField
from django.db.models.deletion import Collector
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.http import Http404
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from indicators.models import Indicator, Target, TargetRevision
from reports import account_mail, workflow
from reports.activity.state import plain
from reports.forms.dates import DateInput, DayField
from reports.forms.privacy_checked import PrivacyCheckedRow
from reports.jobs.taking import run_again
from reports.models import (
    Activity,
    Adoption,
    Assessment,
    BodyMembership,
    BorderRegion,
    Change,
    Claim,
    Country,
    Evidence,
    Job,
    Mail,
    Membership,
    Narrative,
    Organisation,
    Participation,
    RegionalBody,
    Remark,
    Snapshot,
    User,
)
from reports.workflow.history import record
from reports.workflow.people import wrong_with_place
from reports.workflow.revisions import unrevisable, withdrawal_of
from themes.models import Action, Group, Recommendation, Theme, TrainingAudience, TrainingTopic
from themes.multilingual import Multilingual
from themes.translating import LANGUAGES, OFFICIAL, fields_of, remember
from themes.zones import zone_name


class LoggedAdmin(admin.ModelAdmin):
    """Saves and deletions go into the change log with what changed, and with what goes with what is deleted; as a verb does, each
    ends with what it changes in the figures."""

    form: type[ModelForm] = PrivacyCheckedRow
    formfield_overrides = {DateField: {"form_class": DayField, "widget": DateInput}}

    @workflow.one_transaction
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)

    @workflow.one_transaction
    def delete_view(self, *args, **kwargs):
        return super().delete_view(*args, **kwargs)

    def save_model(self, request, obj, form, change):
        form.before = model_values(type(obj).objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """The last step of a save: what a row is linked with is written too."""
        super().save_related(request, form, formsets, change)
        before, after = form.before, model_values(form.instance)
        names = [name for name in after if after[name] != before.get(name)]
        if names:
            old = {name: before[name] for name in names if name in before}
            self.log(request, form.instance, "changed" if before else "created", old, {n: after[n] for n in names})

    def delete_model(self, request, obj):
        for row in deleted_with(obj):
            self.log(request, row, "deleted", model_values(row), {})
        super().delete_model(request, obj)

    @workflow.one_transaction
    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def log(self, request, obj, verb: str, before: dict, after: dict) -> None:
        subject = obj._meta.model_name
        record(
            by=request.user,
            via=Change.Via.PAGE,
            verb=f"{subject}.{verb}",
            subject=subject,
            subject_id=obj.pk,
            before=before,
            after=after,
        )


class TranslatedAdmin(LoggedAdmin, TranslationAdmin):
    """One field a language. A translation of the Plan that is saved here was made from the French that stands here."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        columns = [(name, f"{name}_{language}") for name in fields_of(type(obj)) for language in LANGUAGES]
        made = {column: getattr(obj, f"{name}_{OFFICIAL}") for name, column in columns if column in form.changed_data}
        if made:
            remember(obj, made)


class ReadOnlyAdmin(admin.ModelAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class NormAdmin(TranslatedAdmin):
    """The official French is not edited here; its translations and our own texts may be bettered."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        fixed = ("code", "slug", "position", "theme", "group", "target", "deadline", "agencies", "recommendations")
        names = {field.name for field in self.model._meta.get_fields()}
        return [name for name in (*fixed, "text_fr", "introduction_fr", "recommendations_as_printed") if name in names]


def model_values(obj) -> dict:
    """Columns, and the keys of the rows that it is linked with, as JSON keeps them."""
    fields = (*obj._meta.concrete_fields, *obj._meta.many_to_many)
    names = [field.name for field in fields if field.name not in ("password", "last_login")]
    return {name: as_text(value) for name, value in model_to_dict(obj, names).items()}


def deleted_with(obj) -> list:
    """The row, and those that the database deletes with it, but for mere links."""
    collector = Collector(using=obj._state.db, origin=obj)
    collector.collect([obj])
    rows = [row for rows in (*collector.data.values(), *collector.fast_deletes) for row in rows]
    return [row for row in rows if not row._meta.auto_created]


def as_text(value):
    if isinstance(value, list) and value and isinstance(value[0], Model):
        return sorted(str(row.pk) for row in value)
    value = plain(value)
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)


class EnteredAdmin(LoggedAdmin):
    """Dated rows that are never changed: saving one enters another that takes its place, deleting one takes it back."""

    kept: tuple[str, ...] = ()  # what a correction does not change

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.standing()

    def get_readonly_fields(self, request, obj=None):
        return self.kept if obj else ()

    def save_model(self, request, obj, form, change):
        """`form.before` stays empty: it is another row. What was written in other languages went with the one before."""
        if isinstance(obj, Multilingual):
            obj.write_in("", None)
        if change:
            obj.replaces_id, obj.pk, obj.entered_at = obj.pk, None, timezone.now()
            obj._state.adding = True
        super().save_model(request, obj, form, change=False)

    def delete_model(self, request, obj):
        self.log(request, obj, "taken_back", model_values(obj), {})
        withdrawal_of(obj)

    def log(self, request, obj, verb: str, before: dict, after: dict) -> None:
        if verb == "created" and obj.replaces_id:
            verb, before = "corrected", model_values(obj.replaces)
            after = {name: value for name, value in after.items() if value != before[name]}
            before = {name: before[name] for name in after}
        super().log(request, obj, verb, before, after)


class RevisionAdminForm(PrivacyCheckedRow):
    """Refuses what the site's own form refuses."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.errors:
            for name, problems in unrevisable(self.instance).items():
                self.add_error(name if name in self.fields else None, problems)


class MembershipAdminForm(PrivacyCheckedRow):
    """Refuses what an invitation refuses."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.errors:
            self.instance.chosen_countries = list(self.cleaned_data["countries"])
            for name, problems in wrong_with_place(self.instance).items():
                self.add_error(name if name in self.fields else None, problems)


@admin.register(Country)
class CountryAdmin(TranslatedAdmin):
    list_display = ("code", "name", "working_language")


@admin.register(Participation)
class ParticipationAdmin(EnteredAdmin):
    list_display = ("country", "since", "status", "decision", "source", "entered_at")
    list_filter = ("status", "country")
    list_select_related = ("country",)
    kept = ("country",)


@admin.register(BodyMembership)
class BodyMembershipAdmin(EnteredAdmin):
    list_display = ("body", "country", "since", "until", "entered_at")
    list_filter = ("body", "country")
    kept = ("body", "country")


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "country")
    list_filter = ("kind",)
    search_fields = ("name",)


@admin.register(TargetRevision)
class TargetRevisionAdmin(EnteredAdmin, TranslatedAdmin):
    list_display = ("target", "indicator", "in_force_from", "required", "deadline", "decided_by", "entered_at")
    form = RevisionAdminForm
    kept = ("target",)


@admin.register(Membership)
class MembershipAdmin(LoggedAdmin):
    list_display = ("person", "role", "country", "body", "organisation", "since", "until")
    list_filter = ("role",)
    list_select_related = ("person", "country", "body", "organisation")
    form = MembershipAdminForm


@admin.register(User)
class PersonAdmin(LoggedAdmin, UserAdmin):
    list_display = ("username", "email", "first_name", "last_name", "is_superuser", "last_login")
    fieldsets = (
        (None, {"fields": ("username", "email", "language", "first_name", "last_name")}),
        (gettext_lazy("access rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    filter_horizontal = ()
    form = UserChangeForm

    def has_add_permission(self, request):
        return False  # people are invited on the site

    def has_delete_permission(self, request, obj=None):
        return False  # nor do they go: their name stands in the history, and the account is made inactive

    def user_change_password(self, request, id, form_url=""):
        raise Http404  # nobody chooses another person's password

    def save_model(self, request, obj, form, change):
        """Another address leads into the account, and the former one no longer: it is told so."""
        former = User.objects.get(pk=obj.pk).email
        super().save_model(request, obj, form, change)
        if obj.email != former:
            workflow.forget_addresses(obj)
            account_mail.about_address_changed(obj, old=former, by=request.user)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "via", "verb", "subject_id", "country")
    list_filter = ("via", "verb", "country")
    list_select_related = ("by", "country")
    show_full_result_count = False


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "person", "kind", "key", "sent_at")
    list_filter = ("kind",)
    list_select_related = ("person",)
    exclude = ("about",)
    show_full_result_count = False


class Ended(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [("given_up", _("given up")), ("open", _("open")), ("done", _("done"))]

    def queryset(self, request, queryset):
        rows: Any = queryset
        states = {"given_up": rows.given_up, "open": rows.open, "done": lambda: rows.filter(done_at__isnull=False)}
        asked = self.value()
        return states[asked]() if asked in states else rows


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What no request waits for; what was given up can be run again."""

    list_display = ("created_at", "kind", "due_at", "tries", "done_at", "given_up_at", "problem")
    list_filter = (Ended, "kind")
    show_full_result_count = False
    actions = ("run_again",)

    @admin.action(description=gettext_lazy("Run again"))
    def run_again(self, request, queryset):
        self.message_user(request, _("Queued again: %(n)d") % {"n": run_again(queryset)})


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("code", "round", "edition", "as_at", "taken_at", "sha256")
    exclude = ("content", "public_content")

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.without_contents()


def clocks() -> str:
    return _("times shown in the time zone of %(zone)s") % {"zone": zone_name(timezone.localtime())}


admin.site.site_header = format_lazy("{} – {}", gettext_lazy("Administration"), lazy(clocks, str)())
# What the sign-in keeps is not for hands: an address is proved, a factor set up, by its owner. Rights have no groups.
admin.site.unregister((RightsGroup, EmailAddress, Authenticator))
admin.site.register((RegionalBody, BorderRegion), TranslatedAdmin)
admin.site.register((Theme, Group, Action, TrainingTopic, TrainingAudience, Target, Indicator), NormAdmin)
admin.site.register(Recommendation, NormAdmin)
admin.site.register((Activity, Claim, Adoption, Evidence, Remark, Assessment, Narrative), ReadOnlyAdmin)
