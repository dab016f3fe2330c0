CREATE INDEX entry_of_rare_kind ON entry (kind, seq) WHERE kind <> 'record.entered' AND kind <> 'record.removed' AND kind <> 'subject.opened' AND kind <> 'subject.identifier' AND kind <> 'subject.name'
-- next
CREATE TABLE cursor (
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT cursor_pk PRIMARY KEY (name)
)
 STRICT
-- next
CREATE VIRTUAL TABLE name_search USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize=ascii)
