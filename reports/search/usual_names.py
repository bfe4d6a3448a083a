"""What countries are usually called beside the names that the site writes: former and full names, short ones, in each language."""

USUAL_NAMES = {
    "COD": (
        "DRC; RDC; Congo Kinshasa; Democratic Republic of the Congo; Zaire;"
        " République démocratique du Congo; República Democrática do Congo; Jamhuri ya Kidemokrasia ya Kongo"
    ),
    "COM": "Comoro Islands; Union of the Comoros; Union des Comores; Ilhas Comores; Visiwa vya Komoro; Ngazija",
    "ETH": "Abyssinia; Uhabeshi",
    "MDG": "Malagasy Republic; Bukini",
    "MOZ": "República de Moçambique",
    "MUS": "Île Maurice; Ilha Maurícia; Ilhas Maurícias",
    "MWI": "Maláui",
    "SDN": "Republic of the Sudan; Sudan Khartoum",
    "SOM": "Federal Republic of Somalia",
    "SSD": "Southern Sudan; Sud-Soudan; Sudan ya Kusini",
    "SWZ": "Swaziland; Souaziland; Suazilândia; Uswazi",
    "SYC": "Ushelisheli",
    "TZA": "United Republic of Tanzania; République-Unie de Tanzanie; República Unida da Tanzânia; Zanzibar",
    "ZAF": "RSA; Republic of South Africa; Afrika ya Kusini",
}


def usual_names(code: str) -> list[str]:
    return [name.strip() for name in USUAL_NAMES.get(code, "").split(";") if name]
