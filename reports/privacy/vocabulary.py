"""The words in English, French, Portuguese and Kiswahili that say what a number beside them is. All folded."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# After one of these stands a telephone number, however it is written.
TELEPHONE_WORDS = words(
    "phone phones telephone tel tels telef mobile cell cellphone landline hotline whatsapp wa signal viber call caller ring sms "
    "telephones telephoner portable gsm appeler joindre joignable contact contacts contacter "
    "telefone telefones telemovel celular ligar ligue liga fixo contacto contactos contactar contato "
    "simu piga sim wasiliana mawasiliano"
)
# Glued to digits, as in the name of a file: `tel0712345678`.
MOBILE_WORDS = words("phone tel mobile cell whatsapp wa simu portable gsm telefone telemovel")
# Between such a word, or one of a document, and its number.
NUMBER_WORDS = words("no n nr num number numbers numero numeros namba nambari nos ns")
REFERENCE_WORDS = words("ref reference refs id ids")

# The file of a person: asylum, registration, court.
CASE_WORDS = words(
    "case caseid casenumber dossier cas affaire processo proc autos caso kesi faili file demande pedido progres household"
)
# Words beside one of those that say it is another kind of file.
NOT_A_PERSON_S = words(
    "study studies etude etudes estudo estudos press presse imprensa tender offres concurso procurement projet project "
    "projecto program programme programa caller law act activity indicator grant loi lei eleitoral electoral budget budgetaire orcamento"
)

# What a paper of a person is called, without the little words, which the name of a file often leaves out.
PAPERS = """
passport | passeport | passaporte | pasipoti | travel document | titre voyage | documento viagem | hati kusafiria
hati kusafiri | laissez passer | salvo conduto | identity card | id card | identity document | national id | refugee id
refugee card | alien card | alien id | asylum seeker permit | residence permit | id number | id no | identity number
carte nationale | carte refugie | carte sejour | identite | bilhete identidade | cartao refugiado | cartao identidade
cartao identificacao | documento identificacao | documento identidade | kitambulisho | kadi mkimbizi | birth certificate
refugee certificate | refugee permit | ration card | movement pass | voter card | driving licence | carte demandeur
carte rationnement | carte electeur | permis conduire | attestation refugie | attestation demandeur | certificat refugie
cartao requerente | cartao eleitor | carta conducao | cedula | kadi mgao | kadi kura | leseni udereva | acte naissance
certidao nascimento | cheti kuzaliwa
"""
LITTLE_WORDS = words("a of the d de du des l la le les da do dos das ya cha la kwa mpiga")
# Only in capitals.
ABBREVIATIONS = words("id cin bi dire nuit ctd nin nida nrc")

MONTHS = words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro "
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba"
)

# An amount stands beside one of these.
CURRENCIES = words(
    "usd eur gbp chf aoa bif bwp cdf djf etb ern kes kmf lsl mga mur mwk mzn nad rwf scr sdg sos ssp szl tzs ugx zar "
    "zmw zmk zwl xaf fbu fbu frw rwf fc fdj kz mt mtn ksh tsh ush sh shs birr nakfa rand rands pula maloti loti lilangeni "
    "emalangeni kwacha kwachas kwanza kwanzas metical meticais ariary franc francs franco francos shilling shillings "
    "shilingi xelins dollar dollars dolar dolares dola euro euros faranga rupee rupees roupies rupias pound pounds livres libras "
    "us ar rs million millions milhao milhoes milioni milliard milliards bilhoes bilioni mil"
)
# Only as capitals before it: rands, pulas, kwachas, emalangeni, maloti.
CURRENCY_LETTERS = words("R P K E M N")
# What is counted, after a number that is no telephone's.
COUNTED = words(
    "people person persons refugee refugees migrant migrants returnee returnees officer officers women men children "
    "household households family families participant participants inhabitants beneficiaries asylum displaced idps "
    "km kg ha m2 hectares percent copies cards passports files cases records entries visas "
    "personne personnes refugie refugies migrantes rapatries deplaces agents femmes hommes enfants menages familles "
    "habitants beneficiaires demandeurs passeports dossiers exemplaires cartes "
    "pessoas pessoa refugiados refugiado requerentes mulheres homens criancas familias agregados habitantes "
    "beneficiarios deslocados retornados passaportes processos exemplares alunos "
    "watu wakimbizi wahamiaji wanawake wanaume watoto kaya familia maafisa wakazi washiriki"
)
# Before a number that is counted or spent.
ABOUT = words(
    "total totals population about over approximately budget cost environ soit plus populacao populacoes cerca mais custo "
    "valor montante montant amount amounts fundos fundo funding funds fonds financement financiamento spent gastos receitas "
    "thamani kiasi fedha orcamento despesa despesas depense depenses cout jumla takriban zaidi bajeti gharama idadi"
)
# Before a number that is the number of something else: whatever it looks like, and where it looks like nothing.
ACCOUNT_WORDS = words(
    "ref reference isbn issn doi account compte conta invoice facture factura contract contrat contrato serial lot batch "
    "code codes cheque receipt recu recibo"
)
CODE_WORDS = ACCOUNT_WORDS | words(
    "line ligne linha rubrica rubrique budgetaire orcamental grant project projet projecto article law act loi lei decree decret decreto sheria resolution version "
    "po bl order commande gazette permit"
)
# Before a number that may be anything.
VAGUE_WORDS = words("no n nr nos id cn")
PICTURE_WORDS = words("doc document documents img dsc scan photo foto picha")
# Letters before digits that name no passport: pictures, papers, periods.
NOT_A_PASSPORT = words(
    "img dsc dscn dscf vid pic pxl mvi scan doc docx pdf inv ref po pr bl fy wp cv eu un res crp sc ver v rev no nr art "
    "iso isbn issn doi q s t lot wa tel aud ptt"
)
