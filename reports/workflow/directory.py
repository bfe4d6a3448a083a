"""The shared directory is kept in order: an organisation is added, described, and merged with its duplicate."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity.funding import with_one_name
from reports.activity.state import State, activity_state, merged, with_state
from reports.models import Activity, Adoption, Change, Claim, Finding, Membership, Organisation, System, User
from reports.rules import Standing
from reports.workflow.adoptions import log as log_adoption
from reports.workflow.history import difference_of, lock_log, record
from reports.workflow.laying import UNSIGNED
from reports.workflow.outcomes import NotAllowed, StaleVersion
from reports.workflow.pen import Pen
from reports.workflow.rows import write_funding, write_partners
from reports.workflow.transactions import one_transaction
from themes.folding import fold, visible_text

FIELDS = ("name", "aliases", "kind", "country_id", "body_id", "office_of_name", "iati_identifier")
BATCH = 500


@one_transaction
def add_organisation(*, by: User, values: dict[str, Any], via: str = Change.Via.PAGE) -> Organisation:
    """Put an organisation into the directory. `values` is any of `FIELDS`; one that says just the same is the one that
    is there, and a name that only drafts of others know is taken up. Raises NotAllowed or ValidationError."""
    who = rules.standing(by)
    if not rules.may_record(who):
        raise NotAllowed(_("Only those who record activities can add organizations."))
    lock_log()  # two at once do not put in one organisation in two spellings
    organisation = Organisation()
    lay_over(organisation, values, who)
    tidy(organisation)
    known = Organisation.objects.directory().find(organisation.name)
    if known and (known.is_listed or known.is_described) and described(known) == described(organisation):
        return known
    is_seen = known and rules.visible_organisations(who).filter(pk=known.pk).exists()
    return describe(known if known and not is_seen else Organisation(), values, by=by, via=via)


@one_transaction
def change_organisation(
    *, by: User, pk: int, version: int, values: dict[str, Any], via: str = Change.Via.PAGE
) -> Organisation:
    """Describe an organisation anew; a former name stays among its other names, so that it is still found.

    Raises NotAllowed, StaleVersion, or ValidationError by field.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    lock_log()
    if not rules.may_describe(rules.standing(by), organisation):
        raise NotAllowed(_("You may edit organizations of your own country only."))
    if organisation.version != version:
        raise StaleVersion(organisation, version, values)
    return describe(organisation, values, by=by, via=via)


def describe(organisation: Organisation, values: dict[str, Any], *, by: User, via: str) -> Organisation:
    is_new = organisation._state.adding
    before = {} if is_new else described(organisation)
    standing, agency = set(organisation.folded_names()), organisation.agency_itself
    who, office = rules.standing(by), organisation.office_of_id
    lay_over(organisation, values, who)
    if not is_new:
        organisation.aliases = [*organisation.aliases, before["name"]]
    tidy(organisation)
    if organisation.office_of_id != office and not rules.may_merge_organisations(who):
        raise NotAllowed(_("Only the working group can say that an organization is an office of another."))
    if not rules.may_describe_as(who, organisation.country_id, organisation.body_id):
        raise NotAllowed(_("You cannot assign an organization to a country or regional body other than your own."))
    require_sense(organisation, standing)
    require_one_agency(organisation, agency)
    require_own_identifier(organisation, before.get("iati_identifier", ""))
    after = described(organisation)
    is_known = organisation.is_listed or organisation.is_described
    if after == before and is_known:
        return organisation
    organisation.version += not is_new
    organisation.is_listed = True
    organisation.save()
    if organisation.office_of and not organisation.office_of.is_listed:
        Organisation.objects.filter(pk=organisation.office_of.pk).update(is_listed=True)
    if not is_new and [before["name"], *before["aliases"]] != organisation.names():
        find_under(organisation)
    log(organisation.pk, by=by, via=via, verb="created" if is_new else "changed", before=before, after=after)
    return organisation


def lay_over(organisation: Organisation, values: dict[str, Any], who: Standing) -> None:
    """Write values on the row, not saved yet. Raises ValidationError (`office_of`)."""
    for name, value in values.items():
        if name not in FIELDS:
            raise KeyError(name)
        if name == "office_of_name":
            organisation.office_of = organisation_called(value, who)
        else:
            setattr(organisation, name, value)


def tidy(organisation: Organisation) -> None:
    """One space between words; no other name twice, nor one that is the name itself."""
    organisation.name = " ".join(visible_text(organisation.name).split())
    other = {fold(name): " ".join(name.split()) for name in reversed(organisation.aliases) if visible_text(name)}
    other.pop(fold(organisation.name), None)
    organisation.aliases = list(reversed(other.values()))


def require_sense(organisation: Organisation, standing: set[str]) -> None:
    """A name, and no new one that another organisation goes by; `standing` are those that it had, folded.

    Raises ValidationError by field.
    """
    if not organisation.name:
        raise ValidationError({"name": [_("Enter the name of the organization.")]})
    if len(organisation.aliases) > limits.ALIASES:
        message = _("Enter at most %(most)d other names.") % {"most": limits.ALIASES}
        raise ValidationError({"aliases": [message]})
    if any(len(name) > limits.NAME for name in organisation.aliases):
        message = _("Shorten the name of the organization to %(most)d characters.") % {"most": limits.NAME}
        raise ValidationError({"aliases": [message]})
    others = Organisation.objects.exclude(pk=organisation.pk)
    directory = others.directory()
    for field, names in (("name", [organisation.name]), ("aliases", organisation.aliases)):
        for name in names:
            other = directory.find(name)
            if other and (fold(name) not in standing or (field == "name" and name == other.name)):
                message = _(
                    "“%(name)s” is already a name of %(other)s. If both are the same organization, the working "
                    "group can merge them."
                )
                raise ValidationError({field: [message % {"name": name, "other": other}]})
    body = organisation.body_id and others.filter(body=organisation.body_id).first()
    if body:
        raise ValidationError(
            {"body": [_("The directory already has an entry for this regional body: %(other)s.") % {"other": body}]}
        )
    organisation.full_clean(validate_unique=False, validate_constraints=False)


def require_own_identifier(organisation: Organisation, was: str) -> None:
    """An IATI identifier is one organisation's; two that had the same before are left to be merged. Raises ValidationError
    (`iati_identifier`)."""
    identifier = organisation.iati_identifier
    if not identifier or identifier.casefold() == was.casefold():
        return
    other = Organisation.objects.filter(iati_identifier__iexact=identifier).exclude(pk=organisation.pk).first()
    if other:
        message = _(
            "%(identifier)s is already the IATI identifier of %(other)s. Correct it or, if both are the same organization, ask "
            "the working group to merge them."
        )
        raise ValidationError({"iati_identifier": [message % {"identifier": identifier, "other": other}]})


def organisation_called(name: str | None, who: Standing) -> Organisation | None:
    """Of which one is an office, under any of its names; none, where no name is given. Raises ValidationError."""
    if not name or not visible_text(name):
        return None
    known = rules.visible_organisations(who).select_related("office_of").directory().find(name)
    if known is None:
        message = _("The directory has no organization called “%(name)s”. Add it to the directory first.")
        raise ValidationError({"office_of": [message % {"name": name}]})
    return known


def require_one_agency(organisation: Organisation, was: str) -> None:
    """An office has no offices and is of no office; `was`: the code of the agency that it has been itself, which it stays.

    Raises ValidationError by field.
    """
    office_of, names = organisation.office_of, {"name": organisation, "other": organisation.office_of}
    if was and organisation.agency_itself != was:
        message = _(
            "%(agency)s is one of the two agencies of the Plan: keep this name, or keep it among the other names."
        )
        raise ValidationError({"aliases": [message % {"agency": was}]})
    if office_of is None:
        return
    if was:
        problem = _(
            "%(name)s is one of the two agencies of the Plan, so it cannot be an office of another organization."
        )
    elif office_of.pk == organisation.pk:
        problem = _("An organization cannot be an office of itself.")
    elif office_of.office_of:
        names["agency"] = office_of.office_of
        problem = _("%(other)s is itself an office of %(agency)s. Enter %(agency)s instead.")
    elif organisation.pk and organisation.offices.exists():
        problem = _("%(name)s has offices itself, so it cannot be an office of another organization.")
    else:
        return
    raise ValidationError({"office_of": [problem % names]})


@one_transaction
def merge_organisations(*, by: User, pk: int, into: int, via: str = Change.Via.PAGE) -> Organisation:
    """Let one organisation go up in another: everything that named it names the other, which is still found under
    its names. A part that the other has in the same activity already stays once.

    Raises NotAllowed, ValidationError (`into`) or Organisation.DoesNotExist.
    """
    if not rules.may_merge_organisations(rules.standing(by)):
        raise NotAllowed(_("Only the working group can merge organizations."))
    both = Organisation.objects.select_for_update(of=("self",), no_key=True).order_by("pk").in_bulk({pk, into})
    if {pk, into} - set(both):
        raise Organisation.DoesNotExist
    gone, kept = both[pk], both[into]
    if gone == kept:
        raise ValidationError({"into": [_("Choose an organization other than the one to be merged.")]})
    if gone.body_id and kept.body_id:
        raise ValidationError(
            {"into": [_("The two organizations represent different regional bodies, so they cannot be merged.")]}
        )
    require_one_office(gone, kept)
    gone_was, kept_was = described(gone), described(kept)
    moved = {
        "activities": rename_in_activities(gone, kept, by=by, via=via),
        "roles": Membership.objects.filter(organisation=gone).update(organisation=kept),
        "findings": move_findings(gone, kept),
        "decisions": move_decisions(gone, kept),
        "offices": move_offices(gone, kept),
        "plans": rename_in_plans(gone, kept, by=by, via=via),
        "systems": System.objects.filter(organisation=gone).update(organisation=kept),
    }
    gone.delete()
    take_over(kept, gone_was)
    log(pk, by=by, via=via, verb="merged", before=gone_was, after={"into": kept.pk, "name": kept.name} | moved)
    log(into, by=by, via=via, verb="took_over", before=kept_was, after=described(kept))
    return kept


def take_over(kept: Organisation, gone: dict[str, Any]) -> None:
    """The names of the one that is gone, and what only that one said of itself."""
    kept.aliases = [*kept.aliases, gone["name"], *gone["aliases"]]
    tidy(kept)
    if kept.kind == Organisation.Kind.OTHER:
        kept.kind = gone["kind"]
    kept.country_id = kept.country_id or gone["country_id"]
    kept.body_id = kept.body_id or gone["body_id"]
    kept.iati_identifier = kept.iati_identifier or gone.get("iati_identifier", "")
    if gone["office_of_name"] and not kept.office_of_id and gone["office_of_name"] != kept.name:
        kept.office_of = Organisation.objects.get(name=gone["office_of_name"])
    kept.version += 1
    kept.is_listed = True
    kept.save()
    find_under(kept)


def rename_in_activities(gone: Organisation, kept: Organisation, *, by: User, via: str) -> int:
    """Each stays as it stands in the review, and in its place in the lists; its history says what was renamed."""
    named = Activity.objects.select_for_update(of=("self",), no_key=True).with_part_of(gone.pk)
    activities, pen = list(with_state(named)), Pen()
    for activity in activities:
        before = activity_state(activity)
        after = naming(before, gone.name, kept.name)
        if activity.lead_id == gone.pk:
            Activity.objects.filter(pk=activity.pk).update(lead=kept)
        if after["partners"] != before["partners"]:
            organisations = {row.organisation.name: row.organisation for row in activity.partners.all()}
            write_partners(activity, after["partners"], organisations | {kept.name: kept}, pen)
        if after["funding_lines"] != before["funding_lines"]:
            funders = {line.funder.name: line.funder for line in activity.funding_lines.all() if line.funder}
            write_funding(activity, after["funding_lines"], funders | {kept.name: kept}, pen)
        said: dict[str, Any] = {"by": by, "via": via, "verb": "organisation_merged"}
        pen.log.append(difference_of(activity, **said, before=before, after=after))
    pen.write()
    return len(activities)


def naming(state: State, old: str, new: str) -> State:
    """The state with one organisation named in another's place; a role that both have stays once."""
    partners = [row | {"organisation": new} if row["organisation"] == old else row for row in state["partners"]]
    lead = new if state["lead"] == old else state["lead"]
    lines = with_one_name(state["funding_lines"], old, new)
    return merged(state, {"lead": lead, "partners": partners, "funding_lines": lines})


def rename_in_plans(gone: Organisation, kept: Organisation, *, by: User, via: str) -> int:
    """The lead ministry of a plan's entry is a plain name: where it is a name of the one that is gone, it follows."""
    names = set(gone.folded_names())
    plans = Adoption.objects.select_for_update(of=("self",), no_key=True).current().exclude(lead_ministry="")
    rows = [row for row in plans if fold(row.lead_ministry) in names]
    for row in rows:
        before = {"lead_ministry": row.lead_ministry}
        row.lead_ministry, row.version = kept.name, row.version + 1
        row.save()
        log_adoption(row, by=by, via=via, verb="changed", before=before, after={"lead_ministry": kept.name})
    return len(rows)


def move_findings(gone: Organisation, kept: Organisation) -> int:
    """An agency finds once a claim: where both have, what the one that stays finds is kept."""
    Finding.objects.filter(agency=gone, claim__findings__agency=kept).delete()
    return Finding.objects.filter(agency=gone).update(agency=kept)


def require_one_office(gone: Organisation, kept: Organisation) -> None:
    """Both become one: of one agency, and no office of an office. Raises ValidationError (`into`)."""
    agencies = {one.agency_code for one in (gone, kept)} - {""}
    parents = {one.office_of_id for one in (gone, kept) if one.office_of_id} - {gone.pk, kept.pk}
    if len(agencies) > 1 or len(parents) > 1:
        problem = _("The two organizations belong to different agencies, so they cannot be merged.")
    elif parents and Organisation.objects.filter(office_of__in=(gone, kept)).exists():
        problem = _("One of the two is an office and the other has offices: first correct which is an office of which.")
    else:
        return
    raise ValidationError({"into": [problem]})


def move_decisions(gone: Organisation, kept: Organisation) -> int:
    """What was decided or recorded for the one is the other's."""
    moved = Activity.objects.filter(counted_for=gone).update(counted_for=kept)
    for field in UNSIGNED:
        moved += Claim.objects.filter(**{field: gone}).update(**{field: kept})
    return moved


def move_offices(gone: Organisation, kept: Organisation) -> int:
    """The offices of the one are the other's; an office that goes up in its own agency, or the other way, is none any more."""
    if gone.pk == kept.office_of_id:
        kept.office_of = None
        kept.save(update_fields=["office_of"])
    return Organisation.objects.filter(office_of=gone).update(office_of=kept)


def find_under(organisation: Organisation) -> None:
    """What the organisation leads is found under its names as they are now."""
    batch = []
    for activity in organisation.activities_led.select_related("lead").iterator(chunk_size=BATCH):
        activity.searchable = activity.text_to_search()
        batch.append(activity)
        if len(batch) == BATCH:
            Activity.objects.bulk_update(batch, ["searchable"])
            batch = []
    Activity.objects.bulk_update(batch, ["searchable"])


def described(organisation: Organisation) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in FIELDS} | {"kind": str(organisation.kind)}


def log(pk: int, *, by: User, via: str, verb: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Of both sides only what differs."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    record(
        by=by,
        via=via,
        verb=f"organisation.{verb}",
        subject="organisation",
        subject_id=pk,
        before={name: before[name] for name in names if name in before},
        after={name: after[name] for name in names if name in after},
    )
