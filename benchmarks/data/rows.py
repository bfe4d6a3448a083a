"""The rows of a drawn activity, in the shape in which the verbs leave them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from benchmarks.data import words
from benchmarks.data.days import counted
from benchmarks.data.drawing import DRAFT, REGIONAL, RETURNED, Drawn, DrawnClaim, one
from benchmarks.data.later import Settled, draw_facts, settle
from benchmarks.data.loading import Tables
from benchmarks.data.world import Recorder, World
from reports.models import (
    Activity,
    Agreement,
    Claim,
    Confirmation,
    Evidence,
    Finding,
    FundingLine,
    Identifier,
    LaterFact,
    Partner,
    Remark,
    StatusSpan,
    Word,
    own_code,
)
from themes.folding import fold

SUBMITTED_AFTER, ANSWERED_AFTER, RETURNED_AFTER, VERIFIED_AFTER = (timedelta(days) for days in (2, 9, 12, 20))
LISTS = {name: getattr(Activity, name).through for name in ("actions", "border_regions", "topics", "audiences")}
COLUMNS = {name: getattr(Activity, name).field.m2m_reverse_field_name() + "_id" for name in LISTS}
NAMED_CLAIMS, ASKED_COUNTRIES = Evidence.claims.through, Remark.countries.through
ORDER = (
    *(Activity, Agreement, Partner, StatusSpan, Confirmation, FundingLine, Identifier, Claim, Evidence, LaterFact),
    *(Finding, Remark, NAMED_CLAIMS, ASKED_COUNTRIES, *LISTS.values()),
)
DOUBT = "The source does not say so."
CURRENCIES = {"USD": 7, "EUR": 2, "ZAR": 1}


folded = lru_cache(maxsize=10_000)(fold)  # part by part, for most of them come again and again


class Rows:
    """Of one activity, and what the change log tells of them: `lists`, `money`, `pieces` of evidence, `questions`."""

    def __init__(self, drawn: Drawn, world: World, tables: Tables):
        self.drawn, self.world, self.tables, self.rng = drawn, world, tables, drawn.rng
        self.facts = draw_facts(drawn)
        self.lists = self.draw_lists()
        self.money = self.draw_money()
        self.external_id = f"REF-{drawn.number}" if self.rng.random() < 0.2 else ""
        self.activity = self.row()
        self.settled = settle(self.activity, drawn, self.facts)
        self.pieces = self.draw_evidence()
        self.question: Remark | None = self.draw_question()

    def draw_lists(self) -> dict[str, list[str]]:
        """Topics and audiences of trainings alone."""
        is_training, sample = self.drawn.theme == "II", self.rng.sample
        return {
            "actions": self.drawn.actions,
            "border_regions": sorted(self.drawn.border_regions),
            "topics": sorted(sample(self.world.topics, 2)) if is_training else [],
            "audiences": sorted(sample(self.world.audiences, 2)) if is_training else [],
        }

    def draw_money(self) -> list[dict]:
        """Funding lines, of a funder and a year each once."""
        if self.rng.random() < 0.55:
            return []
        currency, lines = one(self.rng, CURRENCIES), {}
        for funder in self.rng.sample([None, *self.world.donors], self.rng.choice((1, 1, 2))):
            committed = Decimal(self.rng.randint(20, 4_000) * 100)
            year = self.drawn.days.first.year
            spent = committed / 2 if year <= self.drawn.at.year and self.rng.random() < 0.4 else None
            lines[funder] = {"funder": funder, "year": year, "currency": currency}
            lines[funder] |= {"committed": committed, "spent": spent}
        return list(lines.values())

    def row(self) -> Activity:
        """As it was recorded; what was reported later is settled on it afterwards."""
        drawn, days, rng = self.drawn, self.drawn.days, self.rng
        person, agency = drawn.recorder.person, drawn.recorder.agency
        is_training, needs = self.drawn.theme == "II", rng.random() < 0.4
        row = Activity(
            pk=drawn.pk,
            scope=drawn.scope,
            theme_id=None if drawn.actions else drawn.theme,
            title=drawn.title,
            summary=drawn.summary,
            result=words.SENTENCES[drawn.language][3] if days.status == "completed" else "",
            language=drawn.language,
            first_status=days.status,
            first_status_reason=words.REASONS[drawn.language] if days.status in Activity.STOPPED else "",
            place=drawn.place,
            lead=drawn.lead,
            participants_women=rng.randint(5, 60) if is_training else None,
            participants_men=rng.randint(5, 60) if is_training else None,
            amount_needed=Decimal(rng.randint(50, 9_000) * 100) if needs else None,
            currency=one(rng, CURRENCIES) if needs else "",
            visibility="participants" if rng.random() < 0.15 else "public",
            source="Benchmark",
            review=drawn.review,
            created_by=person,
            counted_by=person,
            counted_for=agency,
            counted_at=drawn.at,
            recorded_for=drawn.recorder.organisation,
            is_agreed=drawn.is_agreed,
            created_at=drawn.at,
        )
        row.starts_on, row.starts_on_known = counted(days.starts_on)
        row.first_ends_on, row.first_ends_on_known = counted(days.ends_on)
        row.first_status_since, row.first_status_since_known = counted(days.status_since)
        if days.ends_on and not row.starts_on_known:
            row.first_ends_on = max(row.first_ends_on, row.starts_on)
        row.searchable = " ".join(map(folded, (row.title, row.summary, row.place, *drawn.lead.names())))
        self.lay_moments(row)
        return row

    def lay_moments(self, row: Activity) -> None:
        """When it was submitted and verified; how often it was written."""
        at, review = self.drawn.at, self.drawn.review
        row.submitted_at = None if review == DRAFT else at + SUBMITTED_AFTER
        row.verified_at = at + VERIFIED_AFTER if self.drawn.is_verified else None
        row.version = {DRAFT: 1, "submitted": 2}.get(review, 3)
        developed = [fact.at for fact in self.facts if fact.kind != LaterFact.Kind.NOTE]
        row.developed_at = max(developed, default=None)
        moments = [at, row.submitted_at, row.verified_at, *(fact.at for fact in self.facts)]
        row.updated_at = max(moment for moment in moments if moment)
        row.confirmed_on = self.reported_on()[-1] if review != DRAFT else at.date()

    def reported_on(self) -> list[date]:
        return sorted({(self.drawn.at + SUBMITTED_AFTER).date(), *(fact.at.date() for fact in self.facts)})

    def draw_evidence(self) -> list[dict]:
        """What stands for the whole activity, first of all where a claim of it was decided; another may name one claim."""
        drawn = self.drawn
        is_decided = any(claim.verification != "pending" for claim in drawn.claims)
        pieces = [self.piece()] if is_decided or self.rng.random() < 0.5 else []
        if drawn.claims and self.rng.random() < 0.3:
            pieces.append(self.piece() | {"claim": self.rng.choice(drawn.claims).pk})
        for fact in self.facts:
            if fact.kind == LaterFact.Kind.END and fact.review == "verified":
                pieces.append(self.piece() | {"is_of_fact": True, "created_at": fact.at})
                fact.evidence_id = pieces[-1]["id"]
        return pieces

    def piece(self) -> dict:
        drawn, is_link = self.drawn, self.rng.random() < 0.4
        said = {"url": f"https://example.org/reports/{drawn.number}"} if is_link else {"citation": "Joint report"}
        return {
            "id": drawn.new_id(),
            "activity_id": drawn.pk,
            "kind": "link" if is_link else "citation",
            **said,
            "dated": drawn.days.last,
            "confidentiality": self.rng.choices(Evidence.Confidentiality.values, (60, 30, 10))[0],
            "added_by_id": drawn.recorder.person.pk,
            "of_country_id": drawn.report_of,
            "of_organisation_id": drawn.recorder.organisation and drawn.recorder.organisation.pk,
            "created_at": drawn.at,
        }

    def draw_question(self) -> Remark | None:
        """Of what was returned always one, of what is under review now and then, answered where that is over."""
        drawn = self.drawn
        if drawn.review == DRAFT or (drawn.review != RETURNED and self.rng.random() < 0.9):
            return None
        at = drawn.at + RETURNED_AFTER
        row = Remark(pk=drawn.new_id(), activity_id=drawn.pk, text="Which source says so?", created_at=at)
        row.author = self.decider().person
        row.organisation = drawn.recorder.organisation
        if drawn.is_verified:
            row.reply, row.replied_by, row.replied_at = "The report.", drawn.recorder.person, at + timedelta(days=2)
            row.reply_of_country_id, row.reply_of_organisation = drawn.report_of, drawn.recorder.organisation
            row.resolved_by, row.resolved_at = row.author, at + timedelta(days=3)
        return row

    def needed(self) -> list[str]:
        """The agencies whose word its claims need, as `reports.agencies.to_verify` has them."""
        codes, drawn = self.world.agency_codes, self.drawn
        carrying = [row for row, role in drawn.partners if role == Partner.Role.IMPLEMENTING]
        own = {codes[row.pk] for row in (drawn.lead, *carrying)} - {""}
        return sorted(set(self.world.reviewers) - own if len(own) == 1 else own)

    def decider(self) -> Recorder:
        """Somebody of the working group who may decide, and recorded none of it."""
        agency, needed = self.drawn.recorder.agency, self.needed()
        able = [code for code in needed or self.world.reviewers if not agency or agency.name != code]
        return self.world.reviewers[able[self.drawn.number % len(able)]]

    def add(self) -> None:
        """All of it to the tables."""
        self.tables.add_row(self.activity)
        for fact in self.facts:
            if fact.decided_at:
                decider = self.decider()
                fact.decided_by, fact.decided_for = decider.person, decider.agency
            self.tables.add_row(fact)
        self.add_words()
        self.add_lists()
        self.add_spans(self.settled)
        self.add_reports()
        for claim in self.drawn.claims:
            self.add_claim(claim)
            self.add_findings(claim)
        self.add_evidence()
        if self.question:
            self.tables.add_row(self.question)
            for country in self.asked():
                self.tables.add(ASKED_COUNTRIES, remark_id=self.question.pk, country_id=country)

    def asked(self) -> list[str]:
        if self.drawn.scope == REGIONAL:
            return []
        agreed = [code for code in self.drawn.countries if self.drawn.words[code] == Word.AGREED]
        return agreed or self.drawn.countries

    def add_words(self) -> None:
        drawn = self.drawn
        for country, word in sorted(drawn.words.items()):
            is_answer = word != Word.AWAITED and drawn.scope != REGIONAL
            by = drawn.recorder if country == drawn.report_of else self.world.focal_points[country]
            self.tables.add(
                Agreement,
                activity_id=drawn.pk,
                country_id=country,
                word=word,
                reason=words.REASONS["en"] if word == Word.DECLINED else "",
                by_id=by.person.pk if is_answer else None,
                at=self.answered(country) if is_answer else None,
                asked_at=self.asked_at(country),
            )

    def answered(self, country: str) -> datetime:
        return self.drawn.at + (timedelta() if country == self.drawn.report_of else ANSWERED_AFTER)

    def asked_at(self, country: str) -> datetime | None:
        drawn = self.drawn
        is_asked = country != drawn.report_of and drawn.scope != REGIONAL and drawn.review != DRAFT
        return drawn.at + SUBMITTED_AFTER if is_asked else None

    def add_lists(self) -> None:
        drawn = self.drawn
        for name, codes in self.lists.items():
            for code in codes:
                self.tables.add(LISTS[name], activity_id=drawn.pk, **{COLUMNS[name]: code})
        for organisation, role in drawn.partners:
            self.tables.add(Partner, activity_id=drawn.pk, organisation_id=organisation.pk, role=role)
        for line in self.money:
            funder = line["funder"] and line["funder"].pk
            values = {name: line[name] for name in ("year", "currency", "committed", "spent")}
            self.tables.add(FundingLine, activity_id=drawn.pk, funder_id=funder, **values)
        if self.external_id:
            system = own_code(drawn.recorder.person.pk)
            self.tables.add(Identifier, activity_id=drawn.pk, system_id=system, value=self.external_id)

    def add_spans(self, settled: Settled) -> None:
        names = ("status", "since", "since_known", "until", "until_known")
        for span in settled.spans:
            self.tables.add(StatusSpan, activity_id=self.drawn.pk, **dict(zip(names, span, strict=True)))

    def add_reports(self) -> None:
        """The days on which it was reported: a draft's are nobody's."""
        drawn = self.drawn
        for day in self.reported_on() if drawn.review != DRAFT else ():
            self.tables.add(Confirmation, activity_id=drawn.pk, country_id=drawn.report_of, on=day)

    def add_claim(self, claim: DrawnClaim) -> None:
        drawn, unit = self.drawn, claim.unit
        achieved_on, achieved_on_known = counted(claim.achieved_on)
        end = self.settled.ends.get(claim.pk)
        self.tables.add(
            Claim,
            id=claim.pk,
            activity_id=drawn.pk,
            indicator_id=claim.indicator.pk,
            unit=unit.written(drawn.pk),
            country_id=unit.country,
            sector_id=unit.sector,
            border_region_id=unit.border_region,
            body_id=unit.body,
            achieved_on=achieved_on,
            achieved_on_known=achieved_on_known,
            ended_on=end and end.since,
            ended_on_known=end.since_known if end else "",
            created_at=drawn.at,
            updated_at=drawn.at + (VERIFIED_AFTER if claim.verification != "pending" else timedelta()),
            **self.word_on(claim),
            **self.decision_on(claim),
        )

    def word_on(self, claim: DrawnClaim) -> dict:
        """Whose word it is, of a country or a body; what several share has nobody's."""
        said = {"word": claim.word, "declined_because": words.REASONS["en"] if claim.word == Word.DECLINED else ""}
        if claim.word == Word.AWAITED or not (claim.unit.country or claim.unit.body):
            return said
        country = claim.unit.country
        by = self.world.focal_points[country] if country else self.world.regional[0]
        if country and country == self.drawn.report_of:
            by = self.drawn.recorder
        return said | {"word_by_id": by.person.pk, "word_at": self.answered(country or "")}

    def decision_on(self, claim: DrawnClaim) -> dict:
        """Signed by the agencies whose word it needs; where that is both, the one agreed before the other decided."""
        if claim.verification == "pending":
            return {}
        decider, at = self.decider(), self.drawn.at + VERIFIED_AFTER
        decision = {"verification": claim.verification, "decided_by_id": decider.person.pk, "decided_at": at}
        decision |= {"decided_for_id": decider.agency.pk}
        if claim.verification == "refused":
            return decision | {"decision_reason": "The source says otherwise."}
        other = next(iter(self.agreeing(claim)), None)
        return decision | ({"decided_with_id": other.agency.pk} if other else {})

    def agreeing(self, claim: DrawnClaim) -> list[Recorder]:
        """Who agreed to what takes the word of both agencies: at last the one that decided."""
        if claim.verification != "verified" or len(self.needed()) < 2:
            return []
        decider = self.decider()
        return [*(row for row in self.world.reviewers.values() if row != decider), decider]

    def findings(self, claim: DrawnClaim) -> list[tuple[Recorder, str, str]]:
        """Who judged how of it, and why."""
        verdict = "doubt" if self.drawn.number % 2 else "refuse"
        doubts = [(self.decider(), verdict, DOUBT)] if claim.is_doubted else []
        return [*((by, "agree", "") for by in self.agreeing(claim)), *doubts]

    def add_findings(self, claim: DrawnClaim) -> None:
        at = self.drawn.at + VERIFIED_AFTER
        for by, verdict, reasons in self.findings(claim):
            finding = {
                "verdict": verdict,
                "reasons": reasons,
                "agency_id": by.agency.pk,
                "by_id": by.person.pk,
                "at": at,
            }
            self.tables.add(Finding, id=self.drawn.new_id(), claim_id=claim.pk, **finding)

    def add_evidence(self) -> None:
        for piece in self.pieces:
            self.tables.add(Evidence, **{name: value for name, value in piece.items() if name != "claim"})
            if "claim" in piece:
                self.tables.add(NAMED_CLAIMS, evidence_id=piece["id"], claim_id=piece["claim"])
