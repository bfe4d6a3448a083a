"""An IATI identifier is one organisation's."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import workflow
from reports.models import Organisation
from tests.recording import organisation

BANK, NUMBER = "World Bank", "GB-CHC-10a"


@pytest.fixture
def bank(cast):
    return described(cast, organisation(BANK), NUMBER)


def described(cast, row, identifier):
    values = {"iati_identifier": identifier}
    return workflow.change_organisation(by=cast["nadia"], pk=row.pk, version=row.version, values=values)


@pytest.mark.parametrize("written", [NUMBER, "GB-CHC-10A"])
def test_a_second_one_with_it_is_refused_and_the_first_is_named(cast, bank, written):
    for write in (
        lambda: described(cast, organisation("Rural Aid"), written),
        lambda: workflow.add_organisation(by=cast["nadia"], values={"name": "New Aid", "iati_identifier": written}),
    ):
        with pytest.raises(ValidationError) as refusal:
            write()
        assert refusal.value.message_dict == {
            "iati_identifier": [
                f"{written} is already the IATI identifier of World Bank. Correct it or, if both are the same organization, "
                "ask the working group to merge them."
            ]
        }


def test_the_page_says_so_at_the_field(as_person, cast, bank):
    row = organisation("Rural Aid")
    typed = {"name": row.name, "aliases": "", "kind": row.kind, "version": row.version, "iati_identifier": NUMBER}
    answer = as_person("nadia").post(reverse("organisation_edit", args=[row.pk]), typed)
    assert list(answer.context["form"].errors) == ["iati_identifier"]


def test_who_has_it_keeps_it(cast, bank):
    values = {"kind": "donor", "iati_identifier": NUMBER}
    row = workflow.change_organisation(by=cast["nadia"], pk=bank.pk, version=bank.version, values=values)
    assert (row.kind, row.iati_identifier) == ("donor", NUMBER)


def test_two_that_had_it_before_can_still_be_described_and_merged(cast, bank):
    second = organisation("Banque mondiale", iati_identifier=NUMBER)
    values = {"kind": "donor", "iati_identifier": NUMBER}
    workflow.change_organisation(by=cast["nadia"], pk=second.pk, version=second.version, values=values)
    workflow.merge_organisations(by=cast["nadia"], pk=second.pk, into=bank.pk)
    assert Organisation.objects.get(iati_identifier=NUMBER).names() == [BANK, "Banque mondiale"]


def test_a_merge_takes_over_what_only_the_other_had(cast, bank):
    kept = organisation("Banque mondiale")
    workflow.merge_organisations(by=cast["nadia"], pk=bank.pk, into=kept.pk)
    assert Organisation.objects.get(iati_identifier=NUMBER) == kept
