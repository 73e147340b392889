"""The window's languages: one `.ts` per language and the `.qm` made from it. See `update.py` and `glossary.md`."""
