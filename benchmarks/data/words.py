"""Titles, places and sentences, in the language in which each country works."""

from random import Random

PLACES = {
    "BDI": ("Bujumbura", "Kobero", "Muyinga", "Ruyigi"),
    "COD": ("Kasumbalesa", "Kinshasa", "Lubumbashi", "Uvira"),
    "ETH": ("Addis Ababa", "Dire Dawa", "Jijiga", "Moyale"),
    "KEN": ("Busia", "Garissa", "Mombasa", "Nairobi", "Namanga"),
    "MOZ": ("Beira", "Maputo", "Nampula", "Negomano", "Pemba"),
    "MWI": ("Karonga", "Lilongwe", "Mwanza", "Songwe"),
    "RWA": ("Gatuna", "Kigali", "Rusumo"),
    "SOM": ("Bosaso", "Dhobley", "Hargeisa", "Mogadishu"),
    "TZA": ("Dar es Salaam", "Dodoma", "Kigoma", "Mtwara", "Tunduma"),
    "UGA": ("Arua", "Kampala", "Malaba", "Mbarara"),
    "ZAF": ("Johannesburg", "Lebombo", "Musina", "Pretoria"),
    "ZMB": ("Chirundu", "Livingstone", "Lusaka", "Nakonde"),
    "ZWE": ("Beitbridge", "Harare", "Mutare"),
}
REGIONAL_PLACES = ("Addis Ababa", "Arusha", "Gaborone", "Lusaka", "Nairobi", "Pretoria")
KINDS = {
    "en": {
        "I": ("Review of the refugee act", "Consultation on the law on trafficking", "Drafting of rules on residence"),
        "II": ("Training in screening", "Course on protection at the border", "Seminar on rights of refugees"),
        "III": ("Referral of asylum seekers", "Reception centre", "Border management meeting"),
        "IV": ("Radio campaign on safe migration", "Workshop for journalists", "Village meetings on smuggling"),
        "V": ("Study of secondary movements", "Mapping of data on migration", "Survey of transit routes"),
        "VI": ("National meeting on mixed migration", "Inter-ministerial working group", "Joint cross-border exercise"),
    },
    "fr": {
        "I": ("Révision de la loi sur l'asile", "Concertation sur la loi contre la traite", "Rédaction d'un décret"),
        "II": ("Formation au filtrage", "Cours sur la protection à la frontière", "Séminaire sur les droits"),
        "III": ("Orientation des demandeurs d'asile", "Centre d'accueil", "Réunion de gestion des frontières"),
        "IV": ("Campagne radiophonique", "Atelier pour journalistes", "Rencontres dans les villages"),
        "V": ("Étude des mouvements secondaires", "Inventaire des données", "Enquête sur les routes de transit"),
        "VI": ("Réunion nationale sur les migrations mixtes", "Groupe interministériel", "Exercice transfrontalier"),
    },
    "pt": {
        "I": ("Revisão da lei do asilo", "Consulta sobre a lei do tráfico", "Redacção de um regulamento"),
        "II": ("Formação em triagem", "Curso de protecção na fronteira", "Seminário sobre os direitos"),
        "III": ("Encaminhamento de requerentes de asilo", "Centro de acolhimento", "Reunião de gestão de fronteiras"),
        "IV": ("Campanha radiofónica", "Oficina para jornalistas", "Encontros nas aldeias"),
        "V": ("Estudo dos movimentos secundários", "Levantamento de dados", "Inquérito às rotas de trânsito"),
        "VI": ("Reunião nacional sobre migração mista", "Grupo interministerial", "Exercício transfronteiriço"),
    },
}
GROUPS = {
    "en": ("border officers", "district councils", "magistrates", "police", "community leaders", "media"),
    "fr": ("agents de frontière", "communes", "magistrats", "police", "responsables locaux", "médias"),
    "pt": ("agentes de fronteira", "distritos", "magistrados", "polícia", "líderes comunitários", "imprensa"),
}
SENTENCES = {
    "en": (
        "Officers of the border posts and of the ministry worked through cases of protection and assistance.",
        "The draft was compared with regional standards, and civil society was heard.",
        "A second meeting is to follow once the funds are there.",
        "Participants agreed on common forms and on a contact in each district.",
        "The results were shared with the neighbouring country.",
    ),
    "fr": (
        "Les agents des postes et du ministère ont étudié des cas de protection et d'assistance.",
        "Le projet a été comparé aux normes régionales, et la société civile a été entendue.",
        "Une seconde réunion suivra dès que les fonds seront réunis.",
        "Les participants ont retenu des formulaires communs et un point de contact par district.",
        "Les résultats ont été communiqués au pays voisin.",
    ),
    "pt": (
        "Os agentes dos postos e do ministério estudaram casos de protecção e de assistência.",
        "O projecto foi comparado com as normas regionais, e a sociedade civil foi ouvida.",
        "Uma segunda reunião seguir-se-á logo que haja fundos.",
        "Os participantes acordaram formulários comuns e um contacto em cada distrito.",
        "Os resultados foram partilhados com o país vizinho.",
    ),
}
REASONS = {
    "en": "The funds have not arrived.",
    "fr": "Les fonds ne sont pas arrivés.",
    "pt": "Os fundos não chegaram.",
}


def title(rng: Random, language: str, theme: str, place: str, year: int) -> str:
    return (
        f"{rng.choice(KINDS[language][theme])}, {rng.choice(GROUPS[language])}, {place} {year} ({rng.randint(1, 400)})"
    )


def summary(rng: Random, language: str) -> str:
    """Some 300 characters."""
    return " ".join(rng.sample(SENTENCES[language], 4))
