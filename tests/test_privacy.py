"""No personal data of refugees or migrants: said beside every free text, asked before it stays, recorded when it does."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import workflow
from reports.models import Change, Remark
from reports.privacy import codes_written
from tests.base import record, submitted
from tests.rounds import a_round
from tests.test_entry import FORM
from tests.test_evidence import PDF

MAIL = "Write to ana@example.org"


def held_then_kept(client, path, form, verb):
    """Refused at the confirmation, then taken with it; what the log says was kept."""
    refused = client.post(path, form)
    assert refused.status_code == 422
    assert 'name="anyway"' in refused.content.decode()
    assert not Change.objects.filter(verb=verb).exists()
    assert client.post(path, form | {"anyway": "on"}).status_code == 302
    assert Change.objects.filter(verb=verb).first().after["kept_anyway"] == ["email"]


@pytest.mark.parametrize("form", [{"links": "https://example.org", "title": MAIL}, {"citation": MAIL}])
def test_evidence(as_person, cast, form):
    row = record(cast["amina"])
    path = reverse("evidence_new", args=[row.pk])
    held_then_kept(as_person("amina"), path, form | {"confidentiality": "public"}, "activity.evidence_added")


def test_a_file_name(as_person, cast):
    path = reverse("evidence_new", args=[record(cast["amina"]).pk])
    form = {"confidentiality": "public"}
    client = as_person("amina")
    answers = [
        client.post(path, form | more | {"files": SimpleUploadedFile("passport A1234567.pdf", PDF)}).status_code
        for more in ({}, {"anyway": "on"})
    ]
    assert answers == [422, 302]
    assert Change.objects.get(verb="activity.evidence_added").after["kept_anyway"] == ["passport"]


def test_a_remark(as_person, cast):
    path = reverse("remark_add", args=[submitted(cast["amina"]).pk])
    held_then_kept(as_person("nadia"), path, {"text": MAIL}, "activity.remark_made")


def test_a_reply_is_held_at_the_remark_that_it_answers(as_person, cast):
    row = submitted(cast["amina"])
    remarks = [workflow.add_remark(by=cast["nadia"], pk=row.pk, text=text) for text in ("One?", "Two?")]
    path = reverse("remark_reply", args=[remarks[1].pk])
    page = as_person("amina").post(path, {"reply": MAIL}).content.decode()
    assert page.count(f">{MAIL}</textarea>") == 1
    held_then_kept(as_person("amina"), path, {"reply": MAIL}, "activity.remark_answered")
    assert [remark.reply for remark in Remark.objects.order_by("created_at")] == ["", MAIL]


def test_what_an_activity_is_returned_with(as_person, cast):
    path = reverse("activity_return", args=[submitted(cast["amina"]).pk])
    held_then_kept(as_person("nadia"), path, {"remark": MAIL}, "activity.returned")


def test_why_a_claim_is_refused(as_person, cast):
    row = submitted(cast["amina"])
    claim = row.claims.get().pk
    form = {"version": row.version, f"decision_{claim}": "refused", f"finding_{claim}": MAIL}
    path = reverse("activity_verify", args=[row.pk])
    held_then_kept(as_person("nadia"), path, form, "activity.claim_refused")


def test_an_adoption(as_person, cast):
    form = {"priority": "high", "adopted_on": "2012-01-01", "lead_ministry": MAIL}
    path = reverse("adoption", args=["MOZ", "VI.2"])
    held_then_kept(as_person("amina"), path, form, "adoption.adopted")


def test_an_action_of_one_s_own(as_person, cast):
    form = {"priority": "high", "adopted_on": "2012-01-01", "title": MAIL, "theme": "VI", "language": "en"}
    path = reverse("own_action_new", args=["MOZ"])
    held_then_kept(as_person("amina"), path, form, "adoption.adopted")


def test_the_errors_at_the_top_begin_with_what_was_found(as_person, cast):
    form = {"priority": "high", "adopted_on": "2012-01-01", "lead_ministry": MAIL}
    page = as_person("juma").post(reverse("adoption", args=["TZA", "VI.2"]), form).content.decode()
    assert '<a href="#id_anyway"><bdi>“ana@example.org” looks like' in page


def test_a_partner(as_person, cast):
    form = FORM | {"implementing": "ana@example.org"}
    held_then_kept(as_person("amina"), reverse("activity_new"), form, "activity.created")


def test_the_confirmation_shows_only_where_it_is_asked(as_person, cast):
    row = submitted(cast["amina"])
    assert "anyway" not in as_person("nadia").get(reverse("activity_verify", args=[row.pk])).content.decode()


def test_a_program_is_warned_and_the_log_knows(as_person, cast):
    row = record(cast["amina"])
    sent = {"version": row.version, "summary": MAIL, "title": "Harmless"}
    answer = as_person("amina").patch(f"/api/v1/activities/{row.pk}/", sent, content_type="application/json").json()
    assert answer["warnings"] == [{"field": "summary", "kind": "email", "passage": "ana@example.org"}]
    assert Change.objects.of(row).first().after["kept_anyway"] == ["email"]


def test_a_program_is_warned_of_a_file_name(as_person, cast):
    row = record(cast["amina"])
    sent = {"file": SimpleUploadedFile("passport A1234567.pdf", PDF)}
    answer = as_person("amina").post(f"/api/v1/activities/{row.pk}/evidence/", sent).json()
    assert [(warning["field"], warning["kind"]) for warning in answer["warnings"]] == [("file", "passport")]


def test_a_harmless_write_has_no_warnings(as_person, cast):
    row = record(cast["amina"])
    sent = {"version": row.version, "summary": "Harmless"}
    answer = as_person("amina").patch(f"/api/v1/activities/{row.pk}/", sent, content_type="application/json").json()
    assert "warnings" not in answer


def test_only_what_was_written_now_is_recorded():
    before = {"summary": MAIL, "title": "Old"}
    assert codes_written(before, before | {"title": "New"}) == []
    assert codes_written(before, before | {"title": MAIL}) == ["email"]


def test_the_numbers_of_the_activity_s_country_are_known(as_person, cast):
    form = FORM | {"summary": "Maratane, 841 234 567"}
    assert as_person("amina").post(reverse("activity_new"), form).status_code == 422


def test_a_reason_for_a_revision_is_looked_at_too(as_person, cast):
    form = {
        "in_force_from": "2012-01-01",
        "decided_by": "Meeting",
        "reason": MAIL,
        "text_fr": "Nouveau",
        "text_en": "New",
    }
    page = as_person("nadia").post(reverse("target_revise", args=["VI.T1"]), form)
    assert (page.status_code, "anyway" in page.context["form"].errors) == (422, True)


def test_many_passages_are_told_in_part_and_counted(as_person, cast):
    form = FORM | {"summary": " ".join(f"a{n}@example.org" for n in range(13))}
    errors = as_person("amina").post(reverse("activity_new"), form).context["form"].errors["anyway"]
    assert (len(errors), "3" in errors[-1]) == (11, True)


@pytest.mark.parametrize(
    ("citation", "passages"), [("Nampula, 841 234 567", ["841 234 567"]), ("Nampula, 612 345 678", [])]
)
def test_a_program_is_warned_of_the_numbers_of_the_activity_s_country(as_person, cast, citation, passages):
    address = f"/api/v1/activities/{record(cast['amina']).pk}/evidence/"
    answer = as_person("amina").post(address, {"kind": "citation", "citation": citation}).json()
    assert [warning["passage"] for warning in answer.get("warnings", [])] == passages


@pytest.mark.parametrize(("country", "kept"), [("MOZ", ["telephone"]), ("TZA", None)])
def test_a_row_of_the_log_knows_the_telephones_of_its_country(cast, country, kept):
    late = {"country": country, "closes_on": date(2100, 1, 1), "reason": "Nampula, 841 234 567"}
    workflow.extend_round(by=cast["nadia"], pk=a_round(cast["nadia"]).pk, **late)
    assert Change.objects.get(verb="round.extended").after.get("kept_anyway") == kept
