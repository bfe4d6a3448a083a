"""Every page of the site, with somebody who may open it: who walks it tests it (light, accessible, without scripts).

A new route has to be named here, as a page or as what it is instead; `tests/test_every_page.py` says so.
"""

from collections.abc import Iterator
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports import notices, workflow
from reports.models import Activity, Country, Mail, Membership, Merge, Organisation, Round, Snapshot, User
from reports.snapshots import contents
from reports.tables.uploads import receive_table
from reports.workflow.addresses import address_token
from tests.base import prove, record, submitted, verified
from tests.later import group, suspend

OPEN = {
    "home": [],
    "search": [],
    "plan": [],
    "theme": ["II"],
    "action": ["VI.1"],
    "target": ["VI.T1"],
    "recommendations": [],
    "recommendation": ["III-v"],
    "countries": [],
    "country": ["MOZ"],
    "border_region": ["moz-tza"],
    "country_menu": ["MOZ"],
    "period_country": ["MOZ"],
    "period_body": ["SADC"],
    "period_organisation": ["organisation"],
    "national_plan": ["MOZ"],
    "national_plan_print": ["MOZ"],
    "region": [],
    "matrix": [],
    "scorecard": [],
    "gaps": [],
    "moved": [],
    "trend": [],
    "compare": [],
    "participants": [],
    "activities": [],
    "rounds": [],
    "help": [],
    "privacy": [],
    "accessibility": [],
    "funding": [],
    "funding_sources": [],
    "organisations": [],
    "organisation": ["organisation"],
    "api-docs": [],
    "mail_off": ["mail"],
    "account_login": [],
    "account_inactive": [],
    "account_reset_password": [],
    "account_reset_password_done": [],
    "account_reset_password_from_key": ["1", "x-y"],
    "address_confirm": ["address"],
}
OF_A_FOCAL_POINT = {
    "desk": [],
    "line": [],
    "activities": [],
    "activity_new": [],
    "activity": ["draft"],
    "activity_edit": ["draft"],
    "activity_history": ["draft"],
    "claim_edit": ["draft", "claim"],
    "claim_end": ["group", "claim_of_group"],
    "activity_status": ["group"],
    "note_new": ["group"],
    "evidence_new": ["draft"],
    "country": ["MOZ"],
    "country_people": ["MOZ"],
    "person_invite": [],
    "country_menu": ["MOZ"],
    "adoption": ["MOZ", "VI.2"],
    "national_plan": ["MOZ"],
    "own_action_new": ["MOZ"],
    "own_action": ["MOZ", "own"],
    "tables": ["MOZ"],
    "table": ["table"],
    "rounds": [],
    "round_report": ["round", "MOZ"],
    "profile": [],
    "systems": [],
    "account_change_password": [],
    "address": [],
    "account_logout": [],
    "account_reauthenticate": [],
    "mfa_index": [],
    "mfa_activate_totp": [],
}
OF_A_REVIEWER = {
    "desk": [],
    "review": [],
    "answer_decide": ["in_place"],
    "changes": [],
    "saved_views": [],
    "organisation_new": [],
    "organisations_alike": [],
    "organisation": ["organisation"],
    "organisation_edit": ["organisation"],
    "organisation_merge": ["organisation"],
    "activity": ["submitted"],
    "activity_verify": ["submitted"],
    "activity_merge": ["submitted"],
    "merge": ["merge"],
    "claim_finding": ["claim_submitted"],
    "rounds": [],
    "round_new": [],
    "round_extend": ["round"],
    "round_translate": ["round"],
    "round": ["round"],
    "round_close": ["round"],
    "narrative": ["round"],
    "narrative_write": ["round", "I", "en"],
    "snapshot": ["snapshot"],
    "snapshot_target": ["snapshot", "VI.T1"],
    "snapshot_correct": ["snapshot"],
    "snapshots_compare": [],
    "target_assess": ["VI.T1"],
    "target_revise": ["VI.T1"],
    "reading_note": ["VI.T1.1"],
    "recommendation_text": ["III-v"],
    "participation": ["MOZ"],
    "people": [],
    "person_invite": [],
    "country_contact": ["MOZ"],
    "country_people": ["MOZ"],
    "country_write": ["MOZ"],
    "role_hand_over": ["role"],
}
OF_AN_ADMINISTRATOR = {
    "desk": [],
    "people": [],
    "person_invite": [],
    "role_hand_over": ["role"],
    "role_change": ["role"],
    "tokens": [],
    "token_new": [],
    "translations": [],
    "translation": ["themes.action", "VI.1", "text", "sw"],
}
OF_A_BODY = {"own_tables": []}
PAGES = {
    None: OPEN,
    "amina": OF_A_FOCAL_POINT,
    "nadia": OF_A_REVIEWER,
    "grace": OF_AN_ADMINISTRATOR,
    "thabo": OF_A_BODY,
}
# Pages with something asked of them, beside the plain ones.
VARIANTS = {
    None: [
        "/search/?q=traite",
        "/search/?q=trffcknig",
        "/search/?q=refugees&only=plan",
        "/region/?as_at=2012-12-31&body=SADC",
        "/activities/?status=completed",
        "/nowhere/",
        "/region/compare/?a=MOZ&b=SADC",
        "/region/moved/?since=2013-01-01&as_at=2014-12-31",
        "/activities/?counted=1",
        "/borders/rwa-tza/?as_at=2012-12-31",
        "/countries/MOZ/period/?from=2014-01-01&to=2014-12-31",
        "/countries/MOZ/period/?from=2014-12-31&to=2014-01-01",
        "/region/scorecard/?chapter=3&theme=I&as_at=2014-12-31",
        "/region/gaps/?country=MOZ",
        "/region/participants/?country=several&year=2012",
        "/plan/recommendations/VIII-iii/",
    ],
    "amina": [
        "/countries/MOZ/plan/print/?language=fr&empty=1",
        "/activities/new/?country=MOZ&action=VI.1",
        "/region/gaps/",
        "/people/invite/?country=MOZ&role=clearing_officer",
    ],
    "nadia": ["/region/gaps/?gap=claims", "/people/countries/SOM/write/", "/people/invite/?country=SOM"],
    "grace": ["/translations/?language=sw", "/countries/MOZ/adoptions/VI.3/"],
    "thabo": [],
}
NOT_PAGES = {
    # take something in and lead on
    *(
        "activity_submit",
        *(
            "activity_agree",
            "activity_decline",
            "agreements_give",
            "claim_object",
            "objection_withdraw",
            "letter_record",
            "letter_compare",
            "activity_hand_on",
            "activity_hand_back",
            "activity_ask_clearance",
            "activity_clear",
            "report_ask_clearance",
            "report_clear",
            "report_hand_back",
        ),
        "activity_discard",
        "activities_confirm",
        "activity_return",
        "review_verify",
        "activity_take_back",
        "another_event",
        "another_event_withdraw",
        "claim_remove",
        "claim_decide",
    ),
    *("evidence_remove", "remark_add", "remark_reply", "remark_resolve", "role_end", "set_language"),
    *("role_invite_again", "token_revoke", "desk_toured", "unsaved_keep", "unsaved_forget", "plan_order"),
    *("merge_undo", "round_remind", "snapshot_publish", "second_factor_reset", "saved_view_delete"),
    # fragments, files, other formats
    *(
        "claims_offered",
        "organisations_suggested",
        "search_suggest",
        *("card", "card_of", "robots", "sitemap", "sitemap_of"),
        "evidence_file",
        "nomination_letter",
        "workbook",
        "own_workbook",
        "api-schema",
    ),
    *(
        "adoptions",
        "fact_decide",
        "fact_withdraw",
        "line_pages",
        "worker",
        "snapshot_file",
        "snapshot_report",
        "snapshot_brief",
        *("period_country_document", "period_body_document", "period_organisation_document"),
        "uploads",
        "upload",
        "upload_drop",
        "evidence_preview",
    ),
    # only on the way of somebody with a second factor, or with a key from a mail
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}


def routes(resolver=None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """`(route, name)` of every address that has a name, but for Django's own admin and the API's data."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        is_data = route.startswith("api/v1/") and getattr(entry, "name", "") not in ("api-docs", "api-schema")
        if isinstance(entry, URLResolver) and route != "admin/":
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and entry.name and not is_data:
            yield route, entry.name


def make_rows(cast: dict[str, User]) -> dict[str, object]:
    """What the pages are about, by the names that `PAGES` uses."""
    amina, nadia = cast["amina"], cast["nadia"]
    draft, handed_in = make_activities(amina, nadia)
    lapsing = group(amina, nadia)
    suspend(amina, lapsing)
    running, snapshot = make_rounds(nadia)
    workflow.adopt_action(by=amina, country="MOZ", action="VI.2")
    law = {"in_place_since": "2011", "proof_citation": "A law"}
    own = {"theme_id": "VI", "title": "Um balcão único", "language": "pt"}
    table = SimpleUploadedFile("t.csv", "title;countries\nUma formação;MOZ\n".encode())
    return {
        "draft": draft.pk,
        "organisation": Organisation.objects.get(name="IOM").pk,
        "submitted": handed_in.pk,
        "claim": draft.claims.get().pk,
        "group": lapsing.pk,
        "claim_of_group": lapsing.claims.get().pk,
        "claim_submitted": handed_in.claims.get().pk,
        "merge": merged_twice(cast),
        "own": workflow.plan_own_action(by=amina, country="MOZ", values=own).pk,
        "in_place": workflow.answer_action(by=amina, country="MOZ", action="I.3", answer="in_place", values=law).pk,
        "round": running.pk,
        "snapshot": snapshot.pk,
        "table": receive_table(by=amina, country=Country.objects.get(pk="MOZ"), file=table).pk,
        "role": Membership.objects.get(person=amina).pk,
        "mail": notices.off_token(amina, Mail.Kind.ROUND),
        "address": address_token(amina, "amina@example.com"),
    }


def merged_twice(cast: dict[str, User]) -> int:
    """One event of Tanzania, recorded twice and merged."""
    tanzania = {"countries": ["TZA"], "claims": [], "title": "A course"}
    kept, gone = (submitted(cast["juma"], **tanzania, summary=summary) for summary in ("Held once.", "Held."))
    workflow.merge_activities(by=cast["nadia"], pk=kept.pk, other=gone.pk)
    return Merge.objects.get(gone=gone.pk).pk


def make_activities(amina: User, nadia: User) -> tuple[Activity, Activity]:
    """One in each state of review, of which the draft and the one handed in are opened by name."""
    money = {"amount_needed": "12500.50", "currency": "USD"}
    draft = record(amina, title="Uma reunião nacional sobre a migração mista", language="pt", **money)
    prove(amina, draft)
    handed_in = submitted(amina)
    workflow.add_remark(by=nadia, pk=handed_in.pk, text="Who took part?")
    returned = submitted(amina, language="pt")
    workflow.return_activity(by=nadia, pk=returned.pk, remark="Add the date.")
    verified(amina, nadia)
    Activity.objects.filter(review="verified").update(confirmed_on=date(2014, 1, 1))
    return draft, handed_in


def make_rounds(nadia: User) -> tuple[Round, Snapshot]:
    """One that is open, and what another one froze when it was closed, before the first was opened."""
    days = ("opens_on", "closes_on", "as_at")
    past = workflow.open_round(by=nadia, title="2012", **dict.fromkeys(days, date(2012, 12, 31)))
    snapshot = workflow.close_round(by=nadia, pk=past.pk, contents=contents)
    ends = dict.fromkeys(("closes_on", "as_at"), date(2100, 1, 1))
    return workflow.open_round(by=nadia, title="2014", opens_on=date(2020, 1, 1), **ends), snapshot


def addresses(person: str | None, rows: dict[str, object]) -> list[str]:
    plain = [reverse(name, args=[rows.get(value, value) for value in args]) for name, args in PAGES[person].items()]
    return plain + VARIANTS[person]
