"""Names of the files that `countermark train` writes beside, or instead of, those of a version."""

PREPARATION, HISTORY = "preparation.json", "history.parquet"
MODEL, CARD, CARD_TEXT = "model.json", "card.json", "card.md"
