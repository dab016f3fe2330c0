CREATE INDEX entry_of_rare_kind ON entry (kind, seq) WHERE kind <> 'record.entered' AND kind <> 'record.removed' AND kind <> 'subject.opened' AND kind <> 'subject.identifier' AND kind <> 'subject.name'
-- next
CREATE TABLE cursor (
    name TEXT NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT cursor_pk PRIMARY KEY (name)
)
-- next
CREATE TABLE name_search (seq BIGINT NOT NULL PRIMARY KEY, tokens TEXT[] NOT NULL)
-- next
CREATE INDEX name_search_by_token ON name_search USING gin (tokens)
