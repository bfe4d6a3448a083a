"""In whose name something is given to an activity, and who reads what is restricted to those who gave it or were asked."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from reports.models import Activity, Agreement, Change, Evidence, Remark
from reports.rules.acting import may_edit, records_for
from reports.rules.standing import Standing

OPEN = (Evidence.Confidentiality.PUBLIC, Evidence.Confidentiality.PARTICIPANTS)
NAMED = "of"  # in the log: the codes of the countries and the ids of the organisations that read what a row says


@dataclass(frozen=True)
class Giver:
    """A country by its code, or an organisation by its id, or both: a public institution of a country; neither: the working
    group, or an administrator."""

    country: str | None = None
    organisation: int | None = None


def giver(who: Standing, activity: Activity) -> Giver:
    """In whose name a person adds evidence to an activity and answers for it: the first of their countries that it names, else
    the organisation for which it was recorded; a public institution gives in its country's name too. One query: its
    agreements."""
    own = who.inside.intersection(activity.country_codes())
    if own:
        return Giver(country=min(own))
    one = records_for(who, activity)
    if one is None:
        return Giver()
    return Giver(country=one.country or None, organisation=one.organisation)


def sees_all_that_is_given(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def is_among(who: Standing, country: str | None, organisation: int | None) -> bool:
    """Are they of this country, or of this organisation?"""
    return country in who.inside or organisation in who.organisations


def readable_evidence(who: Standing) -> Q:
    """Of evidence on activities that are seen: what is for this reader, what was given in the name of their country or
    organisation, and the letters of their country."""
    if sees_all_that_is_given(who):
        return Q()
    levels = OPEN if who.takes_part else OPEN[:1]
    readable = Q(confidentiality__in=levels)
    readable |= Q(of_country__in=who.inside) | Q(of_organisation__in=who.organisations)
    if who.inside:
        readable |= Q(Exists(Agreement.objects.filter(letter=OuterRef("pk"), country__in=who.inside)))
    return readable


def readable_remarks(who: Standing) -> Q:
    """Of questions on activities that are seen: those that were put to their country or organisation."""
    if sees_all_that_is_given(who):
        return Q()
    asked = Remark.countries.through.objects.filter(country__in=who.inside).values("remark")
    return Q(pk__in=asked) | Q(organisation__in=who.organisations)


def may_read_reply(who: Standing, remark: Remark) -> bool:
    """The others who were asked the same are told by whom it was answered."""
    return sees_all_that_is_given(who) or is_among(who, remark.reply_of_country_id, remark.reply_of_organisation_id)


def may_reply(who: Standing, remark: Remark) -> bool:
    """Of a question that they read: those who may edit the activity, unless it was answered in the name of others. One query:
    its agreements."""
    if not may_edit(who, remark.activity):
        return False
    return not remark.reply or is_among(who, remark.reply_of_country_id, remark.reply_of_organisation_id)


def may_read_given(who: Standing, change: Change) -> bool:
    """What a row of the log says of evidence or of a question. A row from before says not whose it is: it is read by the
    country whose row it is."""
    said = change.before | change.after
    is_evidence = change.verb.startswith("activity.evidence_")
    is_given = is_evidence or change.verb.startswith("activity.remark_") or NAMED in said
    if not is_given or sees_all_that_is_given(who) or (is_evidence and said.get("confidentiality") in OPEN):
        return True
    if NAMED not in said:
        return change.country_id in who.inside
    return any(one in who.inside or one in who.organisations for one in said[NAMED])
