"""A page is passed on by one address, with its day, in a language, with a card; crawlers are shown what is for everybody."""

import io
import re
from datetime import date

import pytest
from django.conf import settings
from PIL import Image

from reports.citing import PASSED_ON
from reports.models import Activity, User
from tests.base import record, submitted, verified
from tests.walk import OPEN

HEAD = r'<(?:link|meta) (?:rel|name|property)="{}"[^>]* (?:href|content)="([^"]*)"'


def said(page: str, name: str) -> list[str]:
    return [text.replace("&amp;", "&") for text in re.findall(HEAD.format(name), page)]


def cite(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", page.partition('id="cite">')[2].partition("</details>")[0]).split())


def test_whoever_asks_how_a_page_has_one_address(as_person, cast):
    path = "/plan/targets/I.T1/?utm_source=x&as_at=2012-12-31&format=&body="
    page = as_person(None).get(path).content.decode()
    address = f"{settings.SITE_URL}/plan/targets/I.T1/?as_at=2012-12-31"
    assert said(page, "canonical") == [address]
    assert said(page, "alternate") == [address, *(f"{address}&language={code}" for code in ("en", "fr", "pt"))]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "“I.T1 Complete legislative review in four countries”, figures as at 31 December 2012"),
        ("fr", "« I.T1 Révision législative complète dans quatre pays », chiffres au 31 décembre 2012"),
        ("pt", "“I.T1 Revisão legislativa completa em quatro países”, dados à data de 31 de Dezembro de 2012"),
    ],
)
def test_a_citation_names_the_page_its_day_and_its_address(as_person, cast, language, title):
    page = as_person(None).get(f"/plan/targets/I.T1/?as_at=2012-12-31&language={language}").content.decode()
    assert title in cite(page)
    assert f"{settings.SITE_URL}/plan/targets/I.T1/?as_at=2012-12-31" in cite(page)


def test_figures_of_today_are_cited_with_their_day(as_person, cast, on):
    on(date(2026, 5, 12))
    page = as_person(None).get("/").content.decode()
    assert "figures as at 12 May 2026" in cite(page)
    assert said(page, "og:url") == [f"{settings.SITE_URL}/?as_at=2026-05-12"]


def test_a_page_without_figures_is_cited_by_the_day_on_which_it_was_read(as_person, cast):
    text = cite(as_person(None).get("/help/").content.decode())
    assert ("figures" in text, "(read on " in text) == (False, True)


def test_an_edition_is_cited_by_its_code(as_person, bare):
    text = cite(as_person("nadia").get(bare.get_absolute_url()).content.decode())
    assert (f"edition {bare.code}" in text, "figures as at" in text) == (False, False)


def test_every_page_for_everybody_is_passed_on_or_has_a_form(walked, as_person):
    closed = {"api-docs", "mail_off", "address_confirm", "national_plan", "national_plan_print", "search"}
    assert {name for name in OPEN if not name.startswith("account_")} - closed == PASSED_ON - {
        "activity",
        "snapshot",
        "snapshot_target",
        "snapshots_compare",
    }


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/countries/ZZZ/", "/plan/targets/\u202ex/", "/account/login/", "/search/"]
)
def test_what_is_not_there_or_holds_no_answer_is_not_indexed(as_person, cast, path):
    page = as_person(None).get(path).content.decode()
    assert (cite(page), said(page, "robots"), said(page, "canonical")) == ("", ["noindex"], [])


def test_what_is_not_for_everybody_has_no_citation(as_person, cast):
    pages = [record(cast["amina"]), submitted(cast["amina"], title="Another one")]
    for activity in pages:
        page = as_person("amina").get(activity.get_absolute_url()).content.decode()
        assert (cite(page), said(page, "canonical")) == ("", [])


def test_a_verified_activity_for_participants_only_has_none_either(as_person, cast):
    hidden = verified(cast["amina"], cast["nadia"], visibility=Activity.Visibility.PARTICIPANTS)
    page = as_person("amina").get(hidden.get_absolute_url()).content.decode()
    assert (cite(page), said(page, "canonical")) == ("", [])


def test_an_address_with_a_language_answers_in_it_and_leads_on_without(as_person, cast):
    client = as_person("amina")  # whose account is in Portuguese
    page = client.get("/plan/?language=fr").content.decode()
    assert 'lang="fr"' in page.split(">")[1]
    assert [
        url for url in re.findall(r'<a [^>]*href="([^"]*)"', page) if url.startswith("/") and "language=" in url
    ] == []
    assert 'lang="pt"' in client.get("/plan/").content.decode().split(">")[1]


def test_a_form_is_not_turned_into_another_language_by_an_address(as_person, cast):
    assert 'lang="pt"' in as_person("amina").get("/desk/?language=fr").content.decode().split(">")[1]


@pytest.mark.parametrize("path", ["fr/home", "pt/target/I.T1", "en/country/MOZ", "fr/border_region/moz-tza"])
def test_a_card_is_a_picture_of_the_size_that_messengers_take(as_person, cast, path):
    answer = as_person(None).get(f"/cards/{path}.png")
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert as_person(None).get(f"/cards/{path}.png").content == answer.content


@pytest.mark.parametrize(
    "path", ["fr/target/I.T99", "en/country/ZZZ", "en/border_region/moz-zzz", "sw/home", "xx/home"]
)
def test_there_is_no_card_of_what_is_not_there(as_person, cast, path):
    assert as_person(None).get(f"/cards/{path}.png").status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/plan/targets/I.T1/", "/countries/MOZ/", "/borders/moz-tza/", "/plan/actions/VI.1/"]
)
def test_a_page_names_a_card_that_is_there(as_person, cast, path):
    (address,) = said(as_person(None).get(path).content.decode(), "og:image")
    assert as_person(None).get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_a_card_is_drawn_once_and_what_it_said_before_is_dropped(as_person, cast, on, settings):
    drawn = []
    for day in (12, 12, 13):
        on(date(2026, 5, day))
        drawn.append(as_person(None).get("/cards/en/country/MWI.png").content)
    assert (drawn[0] == drawn[1], drawn[1] == drawn[2]) == (True, False)
    kept = list(settings.DATA_DIR.glob("documents/*/cards/country-MWI-en-*.png"))
    assert [file.read_bytes() for file in kept] == [drawn[2]]


def addresses(client, path="/sitemap.xml"):
    listed = re.findall("<loc>http://testserver(.*?)</loc>", client.get(path).content.decode())
    return [address for one in listed for address in (addresses(client, one) if one.startswith("/sitemap") else [one])]


def test_crawlers_are_shown_every_page_for_everybody_and_no_other(as_person, cast):
    shown = verified(cast["amina"], cast["nadia"])
    hidden = verified(cast["amina"], cast["nadia"], visibility=Activity.Visibility.PARTICIPANTS, title="Hidden")
    listed = addresses(as_person(None))
    assert len(listed) == len(set(listed)) > 100
    assert (shown.get_absolute_url() in listed, hidden.get_absolute_url() in listed) == (True, False)
    assert {path for path in listed if as_person(None).get(path).status_code != 200} == set()


def test_robots_are_led_to_the_list_and_kept_from_a_demonstration(as_person, cast):
    robots = as_person(None).get("/robots.txt").content.decode()
    assert (f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots, "Disallow: /\n" in robots) == (True, False)
    User.objects.filter(username="charlie").update(is_demo=True)
    assert as_person(None).get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
    page = as_person(None).get("/").content.decode()
    assert said(page, "robots") == ["noindex"]
    assert said(page, "og:description")[0].startswith("Demonstration: fictitious data")
    assert "Invented for demonstration." in cite(page)
