"""What a funder gave, as it is recorded and read again."""

GAVE = {"funder": "Norway", "year": 2012, "currency": "USD", "committed": "400.00", "spent": "150.00"}
