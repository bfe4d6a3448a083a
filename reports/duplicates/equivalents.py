"""The field's own words in English, French and Portuguese, as data: what two agencies write of one thing.

Folded beginnings of words, apart by spaces; one that ends in a full stop is the whole word. The longest that fits holds.
"""

AUDIENCES = {
    "border officers": "border frontier frontal fronteir immigration. imigracao. immigr imigr guard garde-front",
    "coast guards": "coast cotes. cotier costeir marine. marinh naval",
    "customs": "customs douan alfandeg aduan",
    "police": "police polic policeman policemen gendarm prm. pnb.",
    "judges": "judge juge. juges. juiz judic magistra",
    "prosecutors": "prosecut procureur procurador parquet.",
    "lawyers": "lawyer avocat advogad",
    "health workers": "health medic nurse nursing midwi doctor sante. infirmi saude. enferm medecin",
    "media": "media. journalis jornalis press. presse. imprensa. reporter",
    "social workers": "social. sociaux. sociale. sociales. sociais.",
    "teachers": "teacher enseignant professor educator",
    "chiefs": "chief chef. chefs. coutumi leader lider regulo. regulos.",
    "youth": "youth young jeune jovem jovens juventud",
    "women": "women woman femme mulher",
    "soldiers": "army military soldier armee. militaire soldat exercito. militar forcas.",
    "members of parliament": "parliament parlement deput mps. assembl senat",
    "civil society": "civil. civile. ngo. ngos. ong. ongs.",
    "consuls": "consul diplomat embassy ambassad embaixad",
    "labour inspectors": "inspector inspecteur inspetor",
    "trainers": "trainers. trainer. tot. formateur formador",
    "prison staff": "prison penitent penitenci cadeia. cadeias. carcer jail",
    "drivers": "driver chauffeur motorista camionist condutor",
    "employers": "employer employeur empregador",
    "students": "student etudiant estudant pupil universit eleves.",
    "religious leaders": "religio church imam eglise igreja mosque",
    "local authorities": "district distrit commun. communes. municip mayor maire prefet administrador administrator",
    "residents": "resident occupant",
    "statisticians": "statist estatist",
    "interpreters": "interpret",
}
TOPICS = {
    "trafficking": "traffick anti-traffick traite. trafic trafico smuggl contrabando passeur contreband esclav",
    "statelessness": "stateless apatrid nationality nationalit nacionalidad",
    "asylum": "asylum asile. asilo. rsd. dsr. determin statut. estatuto.",
    "detention": "detention detenc detain detenu detid retention",
    "return": "return retour. retours. regress retorn repatri rapatri reintegr",
    "registration": "registr enregistr recens census verific biometr progres. regist registo. registad",
    "profiling": "screen profil triage. triagem. first-contact",
    "gender-based violence": "sgbv. gbv. vbg. vsbg. violenc gender. genre. genero. sexual sexuel",
    "children": "child enfant crianc minor mineur menor unaccompan infant",
    "law": "law. laws. bill. loi. lois. lei. leis. legisl act. regulation regulament decret",
    "policy": "policy. policies. politique politica politicas",
    "labour": "labour. labor. travail travailleur trabalh laboral worker employ emploi emprego recruit recrut externalis",
    "documents": "document passport passeport passaport fraud forged forger falsif",
    "health": "hiv. vih. cholera colera ebola vaccin vacin hygien",
    "contingency": "emergen urgence conting disaster catastroph calamidad",
    "integration": "integration integrac livelihood self-relian autosuffic moyens. subsist tailor",
    "remittances": "remit diaspora transferts remess",
    "procedures": "sop. sops. procedure procediment manual manuel",
    "data": "data. donnees dados. indicat",
    "alert": "alert alerta early-warning",
    "cessation": "cessation cessac",
    "resettlement": "resettl reinstall reassentament",
}
KINDS = {
    "training": "train course cours. curso form. formation formac forme. formes. formad retrain capacit learn workshop atelier seminar",
    "meeting": "meet reunion reuniao reuni rencontr encontr session. sessao. seance. consult dialog committee comite. comissao. commission. round-table table-ronde forum. workshop atelier seminar retreat conferenc confer roundtable",
    "study": "study. studies. etude estudo research recherch pesquis survey enquet inquerit assess interview baseline",
    "campaign": "campaign campagn campanh awareness sensibil sensitis sensitiz drive. information tournament tournoi torneio",
    "visit": "visit exchange. echange intercamb",
    "building": "rehabilit upgrad construct construc centre. center centro. shelter abri abrigo office. reception accueil acolhiment",
    "equipment": "equip computer ordinateur computador handed handover",
    "operation": "operation operac patrol patrouill patrulh convoy convoi comboio",
    "opening": "open. opened. opening. ouvertur abertura inaugur launch lance. lancement lancad lancament",
    "validation": "validat valide validac adopt adoption adoptad",
}
STAGES = {
    "preparing": "prepar planning. planific",
    "following up": "follow-up. suivi. seguimento. acompanhamento evaluat evaluation. avaliac bilan.",
    "closing": "closing. cloture encerr graduation closure",
    "refreshing": "refresh recycl recicl perfection aperfeico retrain",
    "certificates": "certific exam. examen exame.",
}
# What nearly every activity under the Plan says.
GENERAL = {
    "migration": "migra migrant movement mouvement moviment flow. flows. flux. fluxo",
    "refugees": "refug",
    "mixed": "mixed mixte mist. mista. misto. mistas. mistos.",
    "protection": "protec",
    "national": "nation nacion",
    "region": "region regiao regio regional",
    "officers": "officer official agent. agents. agente. agentes. officier fonctionnair funcionari staff. tecnic personnel. pessoal.",
    "government": "govern gouvern ministr ministe ministry. ministries.",
    "participants": "particip",
    "plan": "plan. plano. plans. action. actions. accao. accoes.",
    "support": "support appui. apoio. assist",
}
# What a place may be called beside its name; and what says that a wider area is meant.
SETTINGS = (
    "camp camps campo campos centre center centro settlement refugee refugees city cidade ville town vila post "
    "posto poste border fronteira frontiere area hotel east west north south est ouest norte sul nord sud site "
    "village aldeia localite localidade bairro quartier river port harbour capital central office headquarters "
    "airport aeroport aeroporto university training college school conference hall "
)
WIDER = (
    "province provincia provincial region regiao state estado county zone zona district distrito distrital "
    "national nacional countrywide several various divers diverses plusieurs varios varias different highlands "
    "corridor corredor "
)
COUNTRIES = (
    "burundi dr drc rdc congo rd ethiopia ethiopie etiopia kenya quenia malawi mozambique mocambique rwanda "
    "ruanda somalia somalie somaland south africa afrique africa tanzania tanzanie uganda ouganda zambia zambie "
    "zimbabwe zimbabue angola botswana botsuana comoros comores djibouti jibuti eritrea erythree eritreia "
    "eswatini swaziland essuatini lesotho lesoto madagascar mauritius maurice mauricia namibia namibie seychelles "
    "seicheles sudan soudan sudao "
)
# Who is one organisation under every name; an office of it, in whatever country, is it. And what names of others share.
AGENCIES = {
    "unhcr": "unhcr hcr acnur",
    "iom": "iom oim",
    "unodc": "unodc onudc",
    "unicef": "unicef",
    "ilo": "ilo oit bit",
    "wfp": "wfp pam pma",
    "undp": "undp pnud",
    "unfpa": "unfpa fnuap",
    "icrc": "icrc cicr",
    "ifrc": "ifrc ficr",
    "eu": "eu ue",
    "au": "au ua",
}
OF_MANY = (
    "service services servico servicos department departement departamento direction direccao direcao directorate "
    "commission comissao office bureau gabinete institute institut instituto council conseil conselho authority autorite "
    "autoridade agency agence agencia society unit unite unidade delegation delegacao embassy committee comite affairs "
    "affaires assuntos secretariat secretariado "
)
MONTHS = (
    "january february march april may june july august september october november december janeiro fevereiro marco abril "
    "maio junho julho agosto setembro outubro novembro dezembro monday tuesday wednesday thursday friday saturday sunday "
)
WITHOUT_WEIGHT = (
    "a ad al and as at au aux avec by c com como contre contra d da das de del des dans do dos du e ed el em en "
    "entre es est et for from has have his i in into is its l la las le les leur lo los mais na nas ne no nos "
    "near o of on onto or os ou our over para par pas pela pelas pelo pelos plus por pour que qui s sa se ses "
    "since sobre sous sua suas sur t the their they to um uma un une until vers via was were which who with "
    "between during after before about their against held year annee ano this that sur y au-dela foi foram ont "
    "ete sont took place new nouveau novo "
)

# What is counted in a series: `module 2`; and what only an ordinal counts: `second meeting`.
COUNTED = (
    "module modulo phase fase session sessao seance part partie parte cohort cohorte coorte group groupe grupo "
    "turma round cycle ciclo lot lote wave vague edition edicao volume step etape etapa level niveau nivel batch "
)
SERIES = (
    "course cours curso training formation formacao workshop atelier seminar seminaire seminario meeting reunion "
    "reuniao rencontre encontro conference conferencia convoy convoi comboio campaign campagne campanha stage "
    "series serie visit "
)
ORDINALS = {
    1: "first 1st premier premiere 1er 1ere primeiro primeira",
    2: "second 2nd deuxieme 2e 2eme segundo segunda",
    3: "third 3rd troisieme 3e 3eme terceiro terceira",
    4: "fourth 4th quatrieme 4e quarto quarta",
    5: "fifth 5th cinquieme 5e quinto quinta",
    6: "sixth 6th sixieme 6e sexto sexta",
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
NUMBERS = {
    1: "one un uma um une",
    2: "two deux dois duas",
    3: "three trois tres",
    4: "four quatre quatro",
    5: "five cinq cinco",
    6: "six seis",
    7: "seven sept sete",
    8: "eight huit oito",
    9: "nine neuf nove",
    10: "ten dix dez",
    11: "eleven onze",
    12: "twelve douze doze",
    13: "thirteen treize treze",
    14: "fourteen quatorze catorze",
    15: "fifteen quinze",
    16: "sixteen seize dezasseis dezesseis",
    17: "seventeen dezassete dezessete",
    18: "eighteen dezoito",
    19: "nineteen dezanove dezenove",
    20: "twenty vingt vingts vinte",
    30: "thirty trente trinta",
    40: "forty quarante quarenta",
    50: "fifty cinquante cinquenta",
    60: "sixty soixante sessenta",
    70: "seventy setenta septante",
    80: "eighty oitenta",
    90: "ninety noventa nonante",
    100: "hundred cent cem",
}
