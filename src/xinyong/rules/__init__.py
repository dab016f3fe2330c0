"""What the law means: packs applied to records, for everyone in columns and for one with reasons."""
