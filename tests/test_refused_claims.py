"""A claim that was refused waits for its country until it answers, then for the working group until it decides again."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from reports import rules, workflow
from reports.desk import desk
from reports.models import Activity, Change, Mail, User, awaiting_review
from reports.notices import worded
from reports.queue import lines, places
from tests.base import fresh, prove, record, submitted, verified
from tests.reviewing import change, claim_of, find, reread

REFUSED = {"verification": "refused", "finding": "Não basta"}
TWO = [{"indicator": code, "unit": "MOZ", "achieved_on": "2014-05-26"} for code in ("VI.T1.1", "VI.T2.1")]


def refused(cast, **values):
    """Verified, its claim refused."""
    activity = submitted(cast["amina"], **values)
    return workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions={claim_of(activity).pk: REFUSED})


def answered(cast):
    activity = refused(cast)
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="link", url="https://example.org/more")
    return activity


def on_desk(cast, name="amina"):
    return desk(rules.standing(fresh(cast[name])), timezone.now()).refused


def queue_of(cast, name="nadia"):
    who = rules.standing(fresh(cast[name]))
    return lines(who, places(who, "importance", timezone.now()))


def test_a_refused_claim_waits_for_its_country_and_not_in_the_queue(cast):
    activity = refused(cast)
    assert (on_desk(cast), queue_of(cast)) == ([claim_of(activity)], [])


def test_the_desk_says_why_it_was_refused_and_what_to_do(as_person, cast):
    activity = refused(cast)
    page = as_person("amina").get(reverse("desk")).content.decode()
    ways = [
        reverse("evidence_new", args=[activity.pk]),
        reverse("claim_edit", args=[activity.pk, claim_of(activity).pk]),
    ]
    assert [text in page for text in ("Não basta", *ways, f"#claim-{claim_of(activity).pk}")] == [True] * 4


@pytest.mark.parametrize("name", ["nadia", "paul"])
def test_new_proof_brings_it_back_into_the_queue_of_both_agencies(cast, name):
    activity = answered(cast)
    (line,) = queue_of(cast, name)
    newest = activity.evidence.order_by("-created_at").first()
    assert (line.proved_anew, line.undecided, line.place.since) == ([claim_of(activity)], [], newest.created_at)
    assert on_desk(cast) == []


def test_new_proof_sets_no_state(cast):
    activity = answered(cast)
    assert (claim_of(activity).verification, reread(activity).review) == ("refused", "verified")


def test_proof_of_another_claim_is_no_answer(cast):
    activity = submitted(cast["amina"], claims=TWO)
    first, second = activity.claims.all()
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions={first.pk: REFUSED})
    about = {"kind": "link", "url": "https://example.org/other", "claims": [second.pk]}
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, **about)
    assert (on_desk(cast), queue_of(cast)) == ([first], [])


def test_proof_that_is_taken_away_again_is_no_answer(cast):
    activity = answered(cast)
    workflow.remove_evidence(by=cast["amina"], pk=activity.evidence.order_by("-created_at").first().pk)
    assert on_desk(cast) == [claim_of(activity)]


@pytest.mark.parametrize("decision", [{"verification": "verified"}, REFUSED, {**REFUSED, "finding": "Nor does this."}])
def test_decided_again_it_leaves_the_queue(cast, decision):
    activity = answered(cast)
    workflow.decide_claim(by=cast["nadia"], pk=claim_of(activity).pk, **decision)
    assert (queue_of(cast), len(on_desk(cast))) == ([], decision["verification"] == "refused")


def test_the_same_refusal_of_new_proof_is_a_decision_and_without_new_proof_is_none(cast):
    activity = answered(cast)
    for _time in range(2):
        workflow.decide_claim(by=cast["nadia"], pk=claim_of(activity).pk, **REFUSED)
    decided = Change.objects.of(activity).filter(verb="activity.claim_refused").values_list("by__username", flat=True)
    assert list(decided) == ["nadia", "nadia"]


def test_a_date_that_is_corrected_sends_it_back_to_be_checked(cast):
    activity = refused(cast)
    change(cast["amina"], activity, claims=[{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-27"}])
    assert (on_desk(cast), [line.activity for line in queue_of(cast)]) == ([], [activity])


def test_a_claim_taken_out_waits_for_nobody(cast):
    activity = refused(cast)
    change(cast["amina"], activity, claims=[])
    assert on_desk(cast) == []


def test_verified_with_others_what_was_proved_anew_still_waits(cast):
    activity = answered(cast)
    change(cast["amina"], activity, starts_on="2014-05-25")
    (line,) = queue_of(cast)
    assert line.proved_anew == [claim_of(activity)]
    workflow.verify_several(by=cast["nadia"], chosen={activity.pk: reread(activity).version})
    assert [line.proved_anew for line in queue_of(cast)] == [[claim_of(activity)]]


def test_a_refused_claim_of_a_returned_activity_waits_after_it_was_submitted_again(cast):
    activity = submitted(cast["amina"])
    workflow.decide_claim(by=cast["nadia"], pk=claim_of(activity).pk, **REFUSED)
    workflow.return_activity(by=cast["nadia"], pk=activity.pk, remark="Which meeting?")
    assert on_desk(cast) == [claim_of(activity)]
    workflow.submit_activity(by=cast["amina"], pk=activity.pk)
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    assert (on_desk(cast), queue_of(cast)) == ([claim_of(activity)], [])


def test_a_refused_claim_without_a_date_comes_back_with_new_proof(cast):
    activity = refused(cast, claims=[{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}])
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="link", url="https://example.org/more")
    assert [line.proved_anew for line in queue_of(cast)] == [[claim_of(activity)]]


def test_a_refused_claim_without_proof_stands_on_the_desk_once(cast):
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"]).pk)
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions={claim_of(activity).pk: REFUSED})
    own_desk = desk(rules.standing(fresh(cast["amina"])), timezone.now())
    assert (own_desk.refused, own_desk.unproved) == ([claim_of(activity)], [])
    prove(cast["amina"], activity)
    assert [line.activity for line in queue_of(cast)] == [activity]


def test_a_refused_claim_without_a_date_stands_on_the_desk_once(cast):
    activity = refused(cast, claims=[{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}])
    own_desk = desk(rules.standing(fresh(cast["amina"])), timezone.now())
    assert (own_desk.refused, own_desk.expected) == ([claim_of(activity)], [])


def test_page_file_and_counts_of_the_queue_agree(as_person, cast):
    activity, client = answered(cast), as_person("nadia")
    page, file = client.get(reverse("review")), client.get(reverse("review"), {"format": "csv"})
    claim = reverse("claim_finding", args=[claim_of(activity).pk])
    assert [claim in page.content.decode(), activity.title in b"".join(file).decode()] == [True, True]
    waiting = as_person("amina").get(reverse("desk")).context["waiting"]
    assert [waiting, awaiting_review(Activity.objects).count()] == [1, 1]


def test_the_queue_is_as_many_queries_for_three_as_for_two(cast, django_assert_num_queries):
    for _n in range(2):  # alike, so that each is told as a likely duplicate of the other
        answered(cast)
    who = rules.standing(fresh(cast["nadia"]))
    with django_assert_num_queries(22) as two:
        lines(who, places(who, "importance", timezone.now()))
    answered(cast)
    with django_assert_num_queries(len(two)):
        lines(who, places(who, "importance", timezone.now()))


def test_a_doubt_is_answered_with_evidence_of_its_own_claim(cast):
    activity = submitted(cast["amina"], claims=TWO)
    first, second = activity.claims.all()
    workflow.record_finding(by=cast["nadia"], pk=first.pk, verdict="doubt", reasons="National?")
    about = {"kind": "link", "url": "https://example.org/other", "claims": [second.pk]}
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, **about)
    assert desk(rules.standing(fresh(cast["amina"])), timezone.now()).doubted == [first]


def test_a_doubt_that_comes_after_an_answer_is_another(cast):
    activity = submitted(cast["amina"])
    find(cast["nadia"], activity, "doubt", "National?")
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="link", url="https://example.org/more")
    find(cast["paul"], activity, "doubt", "Which day?")
    assert desk(rules.standing(fresh(cast["amina"])), timezone.now()).doubted == [claim_of(activity)]


# Mail ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    def run(verb, **values) -> str:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(**values)
        return "\n".join(message.body for message in mail.outbox)

    return run


def test_the_mail_says_what_was_verified_and_what_was_refused_and_why(cast, posted):
    activity = submitted(cast["amina"], claims=TWO)
    second = activity.claims.last()
    sent = posted(workflow.verify_activity, by=cast["nadia"], pk=activity.pk, decisions={second.pk: REFUSED})
    good, bad = sent.index("Contribuição verificada:"), sent.index("Contribuição recusada:")
    assert good < sent.index("VI.T1.1 Moçambique") < bad < sent.index("VI.T2.1 Moçambique")
    assert sent.index("VI.T2.1 Moçambique") < sent.index("Motivo: Não basta") < sent.index("Responda a uma recusa")


def test_the_mail_says_what_is_left_undecided(cast, posted):
    activity = submitted(cast["amina"])
    left = {claim_of(activity).pk: {"verification": "pending", "finding": ""}}
    sent = posted(workflow.verify_activity, by=cast["nadia"], pk=activity.pk, decisions=left)
    assert "Contribuição ainda pendente:\n- VI.T1.1 Moçambique" in sent


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Refused claim:\n- VI.T1.1 Mozambique"),
        ("fr", "Contribution refusée :\n- VI.T1.1 Mozambique"),
        ("pt", "Contribuição recusada:\n- VI.T1.1 Moçambique"),
    ],
)
def test_a_claim_refused_by_itself_is_told_in_the_language_of_its_reader(cast, posted, language, words):
    User.objects.filter(username="amina").update(language=language)
    activity = submitted(cast["amina"])
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    sent = posted(workflow.decide_claim, by=cast["nadia"], pk=claim_of(activity).pk, **REFUSED)
    assert [words in sent.replace("\u00a0", " "), "Não basta" in sent] == [True, True]


def test_who_does_without_mail_of_verified_activities_hears_of_a_refusal(cast, posted):
    User.objects.filter(username="amina").update(mail_off=[Mail.Kind.VERIFIED.value])
    activity = submitted(cast["amina"])
    sent = posted(
        workflow.verify_activity, by=cast["nadia"], pk=activity.pk, decisions={claim_of(activity).pk: REFUSED}
    )
    assert "Não basta" in sent


def test_who_does_without_mail_of_verified_activities_hears_of_no_verified_claim(cast, posted):
    User.objects.filter(username="amina").update(mail_off=[Mail.Kind.VERIFIED.value])
    pk = claim_of(submitted(cast["amina"])).pk
    assert posted(workflow.decide_claim, by=cast["nadia"], pk=pk, verification="verified") == ""


def test_the_same_decision_once_more_is_not_told_again(cast, posted):
    activity = refused(cast)
    assert posted(workflow.decide_claim, by=cast["nadia"], pk=claim_of(activity).pk, **REFUSED) == ""


def test_a_decision_that_is_taken_back_is_told_as_such(cast, posted):
    activity = verified(cast["amina"], cast["nadia"])
    back = {"verification": "pending", "finding": "Another meeting"}
    sent = posted(workflow.decide_claim, by=cast["paul"], pk=claim_of(activity).pk, **back)
    assert (Mail.objects.latest("pk").template, "Another meeting" in sent) == ("taken_back", True)


def test_of_a_claim_that_is_gone_since_the_mail_says_the_name(cast):
    activity = refused(cast)
    name = str(claim_of(activity))
    change(cast["amina"], activity, claims=[])
    _subject, text = worded(Mail.objects.select_related("person").latest("pk"))
    assert f"- {name}\n" in text


def test_a_mail_of_several_is_as_many_queries_for_three_as_for_one(cast, django_assert_num_queries):
    for number in (1, 3):
        rows = [submitted(cast["amina"]) for _n in range(number)]
        workflow.verify_several(by=cast["nadia"], chosen={row.pk: reread(row).version for row in rows})
        message = Mail.objects.select_related("person").filter(template="verified_several").latest("pk")
        with django_assert_num_queries(1):
            _subject, text = worded(message)
        assert text.count("VI.T1.1 Mozambique") == number
    assert "decisions" not in str(message.about)


def test_of_several_each_is_told_with_its_claims(cast, posted):
    rows = [submitted(cast["amina"], title=title) for title in ("One", "Two")]
    workflow.decide_claim(by=cast["nadia"], pk=claim_of(rows[0]).pk, **REFUSED)
    sent = posted(workflow.verify_several, by=cast["nadia"], chosen={row.pk: reread(row).version for row in rows})
    one, two = sent.index("- One"), sent.index("- Two")
    assert one < sent.index("Contribuição recusada:") < two < sent.index("Contribuição verificada:")
