"""The first page: what the Plan is, by when, how far it is, and every target as one square."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from indicators.models import Target
from reports.models import Country
from reports.summaries import Selection, target_progress
from tests.base import participate, submitted, verified
from tests.later import accept, end, group
from tests.test_revising import revise
from themes.dates import date_format


def reached(code, day):
    return next(row.reached for row in target_progress(Selection(as_at=day)) if row.code == code)


def squares(client, **asked):
    """`{"VI.T1": "verified"}`, as the page shows them."""
    page = client.get(reverse("home"), asked)
    return {row.code: row.reached for _theme, rows in page.context["by_theme"] for row in rows}


def test_each_of_the_25_targets_is_one_square_that_leads_to_it(cast, client):
    page = client.get(reverse("home"))
    assert len(squares(client)) == 25
    assert page.content.decode().count('class="square nothing" href="/plan/targets/') == 25


def test_a_square_says_how_far_its_target_is(cast):
    assert reached("VI.T1", date(2014, 5, 26)) == "nothing"
    submitted(cast["amina"])
    assert reached("VI.T1", date(2014, 5, 26)) == "reported"
    verified(cast["amina"], cast["nadia"])
    assert [reached("VI.T1", date(2014, 5, day)) for day in (25, 26)] == ["nothing", "verified"]


def test_what_was_met_and_is_no_longer_has_a_square_of_its_own(cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1, in_force_from=date(2011, 1, 1))
    row = group(cast["amina"], cast["nadia"])
    days = [date(2012, 12, 31), date(2013, 1, 1), date(2013, 5, 3)]
    assert [reached("VI.T2", day) for day in days] == ["by_deadline", "by_deadline", "by_deadline"]
    accept(cast["nadia"], end(cast["amina"], row))
    assert [reached("VI.T2", day) for day in days] == ["by_deadline", "by_deadline", "no_longer"]


def test_the_page_is_as_at_the_day_that_is_asked_for(cast, client):
    verified(cast["amina"], cast["nadia"])
    assert [squares(client, as_at=f"2014-05-{day}")["VI.T1"] for day in (25, 26)] == ["nothing", "verified"]
    assert 'href="/countries/MOZ/?as_at=2014-05-25#menu"' in client.get("/", {"as_at": "2014-05-25"}).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Its 25 targets were to be met by 31 December 2012."),
        ("fr", "Ses 25 objectifs devaient être atteints au plus tard le 31 décembre 2012."),
        ("pt", "As suas 25 metas deviam ser alcançadas até 31 de Dezembro de 2012."),
    ],
)
def test_it_says_by_when_in_the_readers_language(cast, client, language, said):
    assert said in client.get("/", headers={"accept-language": language}).content.decode()


@pytest.mark.parametrize(
    ("language", "who", "latest"),
    [
        ("en", "run by the Plan’s working group (UNHCR and IOM).", "Latest country report: "),
        ("fr", "géré par le groupe de travail du Plan (HCR et OIM).", "Dernier rapport national\u00a0: "),
        ("pt", "gerido pelo grupo de trabalho do Plano (ACNUR e OIM).", "Último relatório nacional: "),
    ],
)
def test_it_says_who_runs_it_and_how_recent_it_is(cast, client, language, who, latest):
    def head():
        page = client.get("/", headers={"accept-language": language}).content.decode()
        return page.partition("<h1>")[2].partition("</header>")[0]

    assert (who in head(), latest in head()) == (True, False)
    submitted(cast["amina"])
    with override(language):
        assert f"{latest}{date_format(timezone.localdate())}." in head()


def test_it_says_of_how_many_countries_it_is_assumed_that_they_take_part(db, client):
    n = Country.objects.with_participation(timezone.localdate()).filter(participation="assumed").count()
    assert f"({n} of them assumed)" in client.get("/").content.decode()
    for code in Country.objects.values_list("pk", flat=True):
        participate(code)
    assert "of them assumed" not in client.get("/").content.decode()


def test_a_square_has_its_whole_code_and_name_to_who_reads_the_text(cast, client):
    page = client.get("/").content.decode()
    square = page.partition('href="/plan/targets/VI.T2/"')[2].partition("</a>")[0]
    text = re.sub("<[^>]*>", "", square.partition(">")[2])
    assert text == "VI.T2 Inter-ministerial working groups in three countries: Nothing yet"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Working groups"), ("fr", "Groupes de travail"), ("sw", "Working groups")]
)
def test_a_square_names_its_target_in_few_words_where_there_is_no_room(cast, client, language, said):
    for path in ("/", "/region/"):
        page = client.get(path, headers={"accept-language": language}).content.decode()
        assert f'href="/plan/targets/VI.T2/" data-short="{said}"' in page


def test_every_target_is_named_in_few_words_in_each_language(cast):
    for language in ("en", "fr", "pt"):
        names = [getattr(row, f"short_name_{language}") for row in Target.objects.all()]
        assert (len(set(names)), "" in names, max(map(len, names)) <= 26) == (25, False, True)


def test_a_target_without_a_short_name_goes_by_its_title(cast, client):
    Target.objects.update(short_name_en="", short_name_fr="")
    assert 'data-short="Inter-ministerial working groups in three countries"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2012-12-31", "Met as at 31 December 2012: 0"),
        ("2013-01-01", "Met by then: 0; met as at 1 January 2013: 0"),
    ],
)
def test_it_says_how_many_were_met_by_then_and_how_many_are(cast, client, day, said):
    assert f"<b>{said}</b>" in client.get("/", {"as_at": day}).content.decode()


@pytest.mark.parametrize("chart", ["map", "targets"])
def test_its_pictures_are_taken_away(cast, client, chart):
    for kind in ("svg", "xlsx", "csv"):
        answer = client.get("/", {"chart": chart, "format": kind})
        assert answer.streaming is False or b"".join(answer.streaming_content), kind
        assert answer["Content-Disposition"].startswith("attachment"), kind


def test_ones_own_desk_comes_first(as_person):
    page = as_person("amina").get("/").content.decode()
    assert page.index('<a class="button" href="/desk/">') < page.index("<h1>")
    assert '<a class="button" href="/desk/">' not in as_person(None).get("/").content.decode()


def changes(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", page.partition('id="changes"')[2].partition("</section>")[0]).split())


def test_it_says_what_changed_in_the_last_three_months(as_person, cast, on):
    on(date(2014, 6, 30))
    assert "No result changed" in changes(as_person(None).get("/").content.decode())
    verified(cast["amina"], cast["nadia"])
    submitted(
        cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    )
    said = changes(as_person(None).get("/").content.decode())
    assert "Changes since 1 April 2014 VI.T1" in said
    assert "Verified: 0 before, 1 after; 13 required." in said
    earlier = changes(as_person(None).get("/", {"as_at": "2014-05-25"}).content.decode())
    assert "No result changed" in earlier
