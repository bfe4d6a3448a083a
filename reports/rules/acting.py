"""What a person may do: predicates, of a single row or of none."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from reports.agencies import Judges, first_finder, to_verify
from reports.models import Activity, Adoption, Agreement, Claim, Organisation, SavedView, System, Word
from reports.rules.standing import Appointment, Standing


def may_write_for(who: Standing, country: str) -> bool:
    """Adopt actions, report and confirm in the name of a country."""
    return who.is_administrator or country in who.countries


def may_speak_for(who: Standing, country: str) -> bool:
    """Agree, or decline, in the name of a country: its focal point alone."""
    return country in who.countries


def may_speak_for_any(who: Standing) -> bool:
    """Of one country at least."""
    return bool(who.countries)


def may_speak_for_body(who: Standing, body: str) -> bool:
    """The same of a regional body: its officer, or the working group."""
    return body in who.bodies or who.is_working_group


def may_keep_systems(who: Standing) -> bool:
    """Give an outside system its code."""
    return may_record(who) or bool(who.bodies)


def may_use_system(who: Standing, system: System) -> bool:
    """Give, change and take away identifiers under a system's code: those who belong to whom it belongs. Select its
    `organisation`."""
    if who.is_administrator:
        return True
    owner = system.organisation
    acts_for = owner is not None and (
        owner == who.agency or owner.pk in who.organisations or owner.body_id in who.bodies
    )
    is_own = who.person is not None and system.person_id == who.person.pk
    return acts_for or is_own or system.country_id in who.countries


def may_merge(who: Standing, kept: Activity, gone: Activity) -> bool:
    """Say that two activities are one event: a reviewer who had no hand in either."""
    return may_review(who, kept) and may_review(who, gone)


def may_undo_merge(who: Standing) -> bool:
    """Make two activities again of two that were merged."""
    return who.is_working_group


def may_record_letters(who: Standing) -> bool:
    """Record what a country reports by letter or e-mail."""
    return who.is_working_group


def may_compare_letter(who: Standing, agreement: Agreement) -> bool:
    """A second person of the working group."""
    return who.person is not None and who.is_working_group and agreement.letter_by_id != who.person.pk


def may_record(who: Standing) -> bool:
    """Begin an activity of some kind."""
    return bool(who.is_administrator or who.is_working_group or who.countries or who.appointments)


def reports_or_records(who: Standing) -> bool:
    """For a country, as its focal point or clearing officer, or for an organisation."""
    return bool(who.inside or who.appointments)


def has_desk(who: Standing) -> bool:
    """Does anything wait for them: do they report, record, review or clear?"""
    return may_record(who) or bool(who.clears)


def may_record_as(who: Standing, scope: str, countries: list[str]) -> bool:
    """In no organisation's name: regional work is the working group's; national and cross-border work a focal point's of one
    of its countries, or what a country reports to the working group by letter."""
    if who.is_administrator or who.is_working_group:
        return True
    if scope == Activity.Scope.REGIONAL:
        return False
    return bool(who.countries.intersection(countries))


def needs_letter(who: Standing, activity: Activity) -> bool:
    """Is this the work of countries, recorded by the working group, of which none has said anything? One query: its
    agreements."""
    if not who.is_working_group or activity.scope == Activity.Scope.REGIONAL:
        return False
    return not any(row.word == Word.AGREED or row.letter_on for row in activity.agreements.all())


def may_record_in(one: Appointment, scope: str, countries: Collection[str]) -> bool:
    """An officer of a regional body, or of an agency that is not bound to countries, records regional work too; a body's
    officer not the work of one country alone."""
    if scope == Activity.Scope.REGIONAL:
        return one.countries is None
    if one.body:
        return scope == Activity.Scope.CROSS_BORDER
    return one.countries is None or one.countries.issuperset(countries)


def may_bring_tables_of(who: Standing, country: str) -> bool:
    """Download the work of a country that is theirs to record, and upload it: its focal point, and an officer who records for
    it."""
    national = Activity.Scope.NATIONAL
    return may_write_for(who, country) or any(may_record_in(one, national, [country]) for one in who.appointments)


def may_bring_own_tables(who: Standing) -> bool:
    """The same of what their organisation did in no one country: who records regional work for it."""
    return any(may_record_in(one, Activity.Scope.REGIONAL, []) for one in who.appointments)


def has_part(one: Appointment, scope: str, lead: Organisation | None, partners: Iterable[Organisation]) -> bool:
    """Does the organisation of an officer lead an activity, or take part in it? An office does where its agency is named, and
    an agency by its office. What a body's officer records, and regional work, the organisation leads."""
    must_lead = bool(one.body) or scope == Activity.Scope.REGIONAL
    named = [lead] if must_lead else [lead, *partners]
    theirs = {row for row in named if row}
    return any(one.organisation in (row.pk, row.office_of_id) or row.pk == one.office_of for row in theirs)


def records_for(who: Standing, activity: Activity) -> Appointment | None:
    """The office that this person holds in the organisation in whose name an activity was recorded, if they may record for its
    countries. One query: its agreements."""
    for one in who.appointments:
        if one.organisation != activity.recorded_for_id:
            continue
        if one.countries is None or one.countries.issuperset(activity.country_codes()):
            return one
    return None


def may_edit(who: Standing, activity: Activity) -> bool:
    """Whoever recorded it or agreed to it; who is asked as the last of its countries, too: who sees all of it. One query:
    its agreements."""
    if who.is_administrator or records_for(who, activity):
        return True
    if activity.scope == Activity.Scope.REGIONAL:
        return who.is_working_group and not (activity.is_draft and activity.recorded_for_id)
    if who.is_working_group and is_by_letter(who, activity):
        return True
    words = {row.country_id: row.word for row in activity.agreements.all()}
    own = {word for country, word in words.items() if country in who.countries}
    others = {word for country, word in words.items() if country not in who.countries}
    is_last = Word.AWAITED in own and not activity.is_draft and others <= {Word.AGREED}
    return Word.AGREED in own or is_last or is_prepared(who, activity)


def is_prepared(who: Standing, activity: Activity) -> bool:
    """Has an institution of one of this person's countries prepared it, for them to submit? Select `recorded_for`."""
    institution = activity.recorded_for
    return activity.ready_at is not None and institution is not None and institution.country_id in who.countries


def may_submit(who: Standing, activity: Activity) -> bool:
    """Who may edit it; but what an institution of a country prepares, its focal point submits."""
    one = records_for(who, activity)
    return may_edit(replace(who, appointments=()) if one and one.country else who, activity)


def may_discard(who: Standing, activity: Activity) -> bool:
    """Delete a draft: who may edit it; what an institution prepared, only the institution."""
    return may_edit(who, activity) and (not is_prepared(who, activity) or bool(records_for(who, activity)))


def may_hand_on(who: Standing, activity: Activity) -> bool:
    """Say that a draft of their institution is ready for the focal point of its country."""
    one = records_for(who, activity)
    return one is not None and bool(one.country) and not may_submit(who, activity)


def prepares_for_others(who: Standing) -> bool:
    """Does what they begin go to a focal point first: do they record for a public institution, and for no country, organisation
    or working group besides?"""
    is_own = who.is_administrator or who.is_working_group or who.countries
    return bool(who.appointments) and not is_own and all(one.country for one in who.appointments)


def may_hand_back(who: Standing, activity: Activity) -> bool:
    """Say what is missing in a draft: its country's focal point to the institution that prepared it, a clearing officer who
    was asked to the focal point. One query: its agreements."""
    return is_prepared(who, activity) or any(may_clear(who, row.country_id) for row in asked_to_clear(activity))


def asked_to_clear(activity: Activity) -> list[Agreement]:
    """Of a draft or of what was returned: the countries whose clearing officer was asked and has not cleared it as it stands."""
    rows = activity.agreements.all() if activity.is_unfinished else ()
    return [row for row in rows if row.awaits_clearance]


def may_clear(who: Standing, country: str) -> bool:
    """Clear what a country submits: its clearing officer."""
    return country in who.clears


def may_see_clearance(who: Standing, country: str) -> bool:
    """When a country's clearing officer was asked and cleared, and who that is: the country and the working group."""
    return who.is_administrator or who.is_working_group or country in who.inside


def is_by_letter(who: Standing, activity: Activity) -> bool:
    """Did this member of the working group begin it, or is a letter of a country recorded with it?"""
    is_own = who.person is not None and activity.created_by_id == who.person.pk
    return is_own or any(row.letter_on for row in activity.agreements.all())


def may_review(who: Standing, activity: Activity) -> bool:
    """The working group; but nobody verifies what they entered themselves, or in which they last changed what counts."""
    if who.person is None or not who.is_working_group:
        return False
    return who.person.pk not in (activity.created_by_id, activity.counted_by_id)


def may_verify_answer(who: Standing, answer: Adoption) -> bool:
    """Say whether an action is in place since the day reported: the working group, but nobody what they entered themselves."""
    return who.person is not None and who.is_working_group and answer.answered_by_id != who.person.pk


def may_read_queue(who: Standing) -> bool:
    """See what awaits review, and decide on it."""
    return who.is_working_group


def answers_for(who: Standing, activity: Activity) -> bool:
    """They, or those who record with them, recorded it. An administrator may edit all of them, and answers for none."""
    is_theirs = who.person is not None and activity.created_by_id == who.person.pk
    return is_theirs or may_edit(replace(who, is_administrator=False), activity)


def may_tell_apart(who: Standing, *pair: Activity) -> bool:
    """Say of two activities, both of which they see, that they are not one event: who records one of them, or a reviewer."""
    return may_read_queue(who) or any(may_edit(who, activity) for activity in pair)


def may_change_claim(who: Standing, activity: Activity, claim: Claim) -> bool:
    """Of an activity that they may edit: a claim for a country that agreed to it is changed by that country, and by who
    recorded the activity or reviews; all others by whoever may edit."""
    is_others = claim.word == Word.AGREED and claim.country_id is not None and claim.country_id not in who.countries
    recorded = who.person is not None and activity.created_by_id == who.person.pk
    return not is_others or recorded or who.is_administrator or who.is_working_group or bool(records_for(who, activity))


def may_object(who: Standing, claim: Claim) -> set[str]:
    """The countries for which this person may object to what is claimed for a border of theirs. One query for a border."""
    if not claim.border_region_id or not who.countries or claim.border_region is None:
        return set()
    return {row.pk for row in claim.border_region.countries.all() if may_speak_for(who, row.pk)}


def may_remark(who: Standing) -> bool:
    """Ask about an activity, and settle the question."""
    return who.is_working_group


def agency_of(who: Standing) -> Organisation | None:
    """In whose name a person of the working group, or of an agency's office, records, finds and decides: the agency."""
    return who.agency


def may_find(who: Standing, activity: Activity) -> bool:
    """Record what an agency finds of a claim: a reviewer whose role names the agency. Where both agencies lead or
    implement, also who recorded it: it takes the word of both."""
    if who.agency is None or not who.is_working_group:
        return False
    return may_review(who, activity) or len(to_verify(activity)) > 1


def may_decide(who: Standing, activity: Activity, claim: Claim, judges: Judges) -> bool:
    """Verify or refuse a claim, or take that back: a reviewer, of an agency whose word it needs if it needs one's; in
    place of an absent agency, a second one of the other. Of `with_state`, the claim with its `findings`."""
    if not may_review(who, activity):
        return False
    return not judges.needed or agency_code(who) in judges.needed or bool(stands_in_for(who, activity, claim, judges))


def is_last_word(who: Standing, activity: Activity, claim: Claim, judges: Judges) -> bool:
    """Would the claim be verified by this person's word, who may decide or, where both agencies' is needed, find?"""
    return not judges.missing_beside(agency_code(who)) or bool(stands_in_for(who, activity, claim, judges))


def stands_in_for(who: Standing, activity: Activity, claim: Claim, judges: Judges) -> str:
    """The code of the absent agency in whose place a second person of the other may verify; empty: of none.

    Two people look at it: one finds that it is right, the other decides, and neither had a part in the activity.
    """
    missing = judges.missing_beside(agency_code(who))
    if len(missing) != 1 or not missing <= judges.absent or not may_review(who, activity):
        return ""
    first = agency_code(who) and first_finder(claim, activity, agency_code(who))
    return next(iter(missing)) if first and who.person and first != who.person.pk else ""


def agency_code(who: Standing) -> str:
    agency = agency_of(who)
    return agency.agency_code if agency else ""


def scopes_of(who: Standing) -> set[str]:
    """What scopes of work a person may record."""
    scopes = {
        scope for scope in Activity.Scope.values if any(may_record_in(one, scope, ()) for one in who.appointments)
    }
    if who.countries:
        scopes |= {Activity.Scope.NATIONAL, Activity.Scope.CROSS_BORDER}
    return set(Activity.Scope.values) if who.is_administrator or who.is_working_group else scopes


def countries_of(who: Standing) -> list[str]:
    """The countries for which a person may record, as far as their roles name any: the focal point's before others."""
    return sorted(who.countries) + sorted(who.recording - who.countries)


def first_organisation(who: Standing) -> int | None:
    """The id of that for which a person records first of all, if they record for no country themselves."""
    is_own = who.countries or who.is_working_group
    return who.appointments[0].organisation if who.appointments and not is_own else None


def first_scope(who: Standing) -> str:
    """What a person records first of all: a country's work; the working group and a regional body, which have none, regional
    work."""
    of_countries = who.countries or any(not one.body for one in who.appointments)
    is_regional = (who.is_working_group or who.bodies) and not of_countries
    return Activity.Scope.REGIONAL if is_regional else Activity.Scope.NATIONAL


def may_see_inside(who: Standing, activity: Activity) -> bool:
    """Remarks, history and findings: a country that declined sees them too."""
    declined = (row for row in activity.agreements.all() if row.word == Word.DECLINED)
    return who.is_working_group or may_edit(who, activity) or any(row.country_id in who.countries for row in declined)


def may_translate(who: Standing) -> bool:
    """Better a translation of the Plan; its French is nobody's to change here."""
    return who.is_administrator


def may_describe(who: Standing, organisation: Organisation) -> bool:
    """Change an entry of the directory: the working group any; others their country's or body's own, and a focal
    point one that nobody has described yet."""
    if may_merge_organisations(who):
        return True
    if organisation.country_id in who.countries or organisation.body_id in who.bodies:
        return True
    return bool(who.countries) and not organisation.is_described


def may_describe_as(who: Standing, country: str | None, body: str | None) -> bool:
    """Say of an organisation that it belongs to this country, or stands for this regional body."""
    if may_merge_organisations(who):
        return True
    return (country is None or country in who.countries) and (body is None or body in who.bodies)


def may_merge_organisations(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def may_read_log(who: Standing) -> bool:
    own = who.countries or who.clears or who.appointments
    return bool(who.is_administrator or who.is_working_group or own)


def may_delete_view(who: Standing, view: SavedView) -> bool:
    is_own = who.person is not None and view.person_id == who.person.pk
    return is_own or (view.is_shared and who.is_administrator)


def may_share_views(who: Standing) -> bool:
    """With all participants."""
    return who.takes_part


def may_run_rounds(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def may_assess(who: Standing) -> bool:
    """Assessments are the working group's alone."""
    return who.is_working_group


def may_revise_plan(who: Standing) -> bool:
    return who.is_administrator or who.is_working_group


def may_see_participants_part(who: Standing) -> bool:
    """The longer part of a snapshot, with what is for participants only and who reported."""
    return who.takes_part
