"""What headings, choices and short titles of the Plan were called until November 2026: tables that were filled in then are
read all the same."""

# By language, for the language of its headings says how the dates of a table are written: the label and its column, or
# those that had it, one a sheet.
HEADS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "fr": {
        "Examen": "review",
        "Partenaires financiers": "funding",
        "Raison": "status_reason",
        "Sujets de la formation": "topics",
        "Publics de la formation": "audiences",
        "Argent nécessaire": "amount_needed",
        "Argent obtenu": "amount_secured",
        "Cellules grises au téléchargement": "grey",
        "Au téléchargement": "was",
        "Ce qui compte": "unit",
        "Vrai depuis le": "achieved_on",
        "Retirer": "remove",
        "Titre, si hors du menu": "title",
        "Adoptée le": "adopted_on",
        "Besoin d’un financement externe": "needs_funding",
        "Qui peut la voir": "confidentiality",
    },
    "pt": {
        "Exame": "review",
        "Lugar": "place",
        "Razão": "status_reason",
        "Temas da formação": "topics",
        "Dinheiro necessário": "amount_needed",
        "Dinheiro garantido": "amount_secured",
        "Células cinzentas ao descarregar": "grey",
        "Concretizado em": "achieved_on",
        "Citação": "citation",
        "Quem a pode ver": "confidentiality",
        "Tema, se fora do menu": ("theme", "theme_id"),
        "O que conta": "unit",
        "Ao descarregar": "was",
        "Células a cinzento, ao descarregar": "grey",
        "Referência da fonte": "citation",
        "Título, se fora do menu": "title",
    },
    "en": {
        "Money needed": "amount_needed",
        "Money secured": "amount_secured",
        "The partner's own identifier": "external_id",
        "What counts": "unit",
        "Came true on": "achieved_on",
        "Needs outside funding": "needs_funding",
        "Lead organisation": "lead",
        "Title, if outside the menu": "title",
        "Theme, if outside the menu": ("theme", "theme_id"),
        "Who may see it": "confidentiality",
    },
}
# The titles of sheets, by their kind.
SHEETS = {
    "claims": (
        "Declarações",
        "Déclarations",
    ),
}
# By the list of `cells.Choices`: the text and its code.
CHOICES = {
    "visibility": {
        "participants seulement": "participants",
        "só participantes": "participants",
    },
    "priority": {
        "haute": "high",
        "basse": "low",
    },
    "confidentiality": {
        "participants seulement": "participants",
        "só participantes": "participants",
        "mon pays et le groupe de travail seulement": "reviewers",
    },
    "actions": {
        "Lift reservations to the 1951 Convention": "I.4",
        "Levantar as reservas à Convenção de 1951": "I.4",
        "Ease limits on refugees' freedom of movement": "I.8",
        "Assouplir les limites à la circulation des réfugiés": "I.8",
        "Aliviar os limites à circulação dos refugiados": "I.8",
        "Let refugees and migrants report abuse": "I.10",
        "Ter em conta o tráfico na DER": "I.13",
        "Bring migration into development plans": "I.16",
        "Alinhar as políticas migratórias com a União Africana": "I.18",
        "Reunir cedo as crianças e as famílias": "I.20",
        "Conformar a detenção com as normas internacionais": "I.22",
        "Établir le profilage et l'orientation aux frontières": "III.1",
        "Estabelecer a perfilagem e o encaminhamento nas fronteiras": "III.1",
        "Conseiller avant le départ ceux qui rentrent": "III.5",
        "Make voluntary return easier": "III.6",
        "Let national institutions monitor human rights": "III.8",
        "Permettre aux institutions nationales de suivre les droits": "III.8",
        "Permitir às instituições nacionais acompanhar os direitos": "III.8",
        "Informar sobre riscos dos movimentos secundários": "IV.2",
        "Raise awareness of what refugees and migrants contribute": "IV.3",
        "Follow up studies already carried out": "V.1",
        "Estudar os movimentos além da África do Sul": "V.4",
        "Kuchunguza mienendo inayovuka Afrika Kusini": "V.4",
        "Kutafiti mienendo mchanganyiko pamoja na vyuo vikuu": "V.5",
        "Kutafiti mienendo mchanganyiko pamoja na asasi za kiraia": "V.6",
        "Créer des groupes nationaux sur la migration mixte": "VI.3",
        "Put mixed migration in regional work programmes": "VI.8",
        "Inscrire la migration mixte aux programmes régionaux": "VI.8",
    },
    "indicators": {
        "Os mecanismos de perfilagem e de encaminhamento do país foram examinados e, em seguida, criados ou reforçados.": "III.T3.1",
        "Foi elaborada e realizada no país uma campanha mediática-piloto para sensibilizar as comunidades de acolhimento.": "IV.T2.1",
        "Foi estabelecido um mecanismo intrarregional de coordenação para a migração mista entre os governos em causa e as CER.": "VI.T3.1",
    },
}
