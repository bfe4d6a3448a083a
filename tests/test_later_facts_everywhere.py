"""What is reported later stands beside the figure, in the queue and on the desk; a note that was sent again is one."""

from django.urls import reverse

from reports import workflow
from reports.models import LaterFact
from tests.base import verified
from tests.later import accept, end, group, suspend
from tests.test_answers import TREATY, UNAVAILABLE, answer

BESIDE = "no longer so since 3 May 2013; not yet verified, so the result still counts"
NOTE = {"on": "2012-05", "text": "Twelve officers met.", "numbers": {"participants_women": 5}}


def target_page(client):
    return client.get(reverse("target", args=["VI.T2"])).content.decode()


def test_a_reported_end_stands_beside_the_figure_for_participants(as_person, cast):
    fact = end(cast["amina"], group(cast["amina"], cast["nadia"]))
    assert [BESIDE in target_page(as_person(name)) for name in (None, "charlie", "juma", "nadia")] == [
        False,
        False,
        True,
        True,
    ]
    accept(cast["nadia"], fact)
    assert BESIDE not in target_page(as_person("juma"))


def test_the_queue_says_what_an_end_would_take_away(as_person, cast):
    end(cast["amina"], group(cast["amina"], cast["nadia"]))
    page = as_person("nadia").get(reverse("review")).content.decode()
    assert ("no longer so since 3 May 2013" in page, "Does not affect any target." in page) == (True, False)


def test_a_note_that_was_sent_again_is_one(cast):
    row = group(cast["amina"])
    first = workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE)
    assert workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE).pk == first.pk
    others = ({"numbers": {"participants_women": 6}}, {"url": "https://example.org/minutes"}, {"citation": "Minutes"})
    notes = [first, *(workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE | other) for other in others)]
    proved = workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE | {"url": "https://example.org/minutes"})
    assert (len({note.pk for note in notes}), proved.pk) == (4, notes[2].pk)


def test_a_note_that_was_withdrawn_may_be_added_again(cast):
    row = group(cast["amina"])
    first = workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE)
    workflow.withdraw_fact(by=cast["amina"], pk=first.pk)
    assert workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE).pk != first.pk


def refused_on_the_desk(client):
    return client.get(reverse("desk")).context["desk"]


def test_a_refused_note_is_on_the_desk_until_one_of_that_day(as_person, cast):
    row, client = group(cast["amina"], cast["nadia"]), as_person("amina")
    note = workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE)
    workflow.decide_fact(by=cast["nadia"], pk=note.pk, review="refused", reason="Nobody met.")
    workflow.add_note(by=cast["amina"], pk=row.pk, on="2013", text="Another year.")
    assert refused_on_the_desk(client).refused_facts == [note]
    workflow.add_note(by=cast["amina"], pk=row.pk, on="2012-05", text="They met.")
    assert refused_on_the_desk(client).refused_facts == []


def test_a_refused_answer_is_on_the_desk_of_its_country_until_it_answers_again(as_person, cast):
    given = answer(cast, "in_place", TREATY)
    workflow.decide_answer(by=cast["nadia"], pk=given.pk, verification="refused", reason="That law was repealed.")
    assert refused_on_the_desk(as_person("juma")).refused_answers == []
    page = as_person("amina").get(reverse("desk")).content.decode()
    assert ("That law was repealed." in page, "/countries/MOZ/menu/#VI.2" in page) == (True, True)
    answer(cast, "not_taken_up", UNAVAILABLE)
    assert refused_on_the_desk(as_person("amina")).refused_answers == []


def test_a_correction_of_what_was_verified_says_beforehand_what_it_does(as_person, cast):
    warned = "puts the activity, and the results that the correction affects, up for review again"
    accepted, submitted = group(cast["amina"], cast["nadia"]), group(cast["amina"], title="Another group")
    for row, is_warned in ((accepted, True), (submitted, False)):
        claim = row.claims.get()
        pages = [reverse("activity_edit", args=[row.pk]), reverse("claim_edit", args=[row.pk, claim.pk])]
        assert [warned in as_person("grace").get(page).content.decode() for page in pages] == [is_warned] * 2


def test_a_status_and_an_end_are_not_hidden_by_a_note(as_person, cast):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="It met in June.")
    workflow.add_note(by=cast["amina"], pk=row.pk, **NOTE)
    (shown,) = refused_on_the_desk(as_person("amina")).refused_facts
    assert (shown.kind, shown.pk) == (LaterFact.Kind.STATUS, fact.pk)


def test_the_form_for_an_end_is_not_opened_for_an_event(as_person, cast):
    row = verified(cast["amina"], cast["nadia"])  # a meeting that was held
    answer = as_person("grace").get(reverse("claim_end", args=[row.pk, row.claims.get().pk]), follow=True)
    assert answer.redirect_chain == [(row.get_absolute_url(), 302)]
    assert "counts an event: what has taken place cannot be reported as no longer so" in answer.content.decode()
