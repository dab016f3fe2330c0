CREATE TABLE entry (
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    subject INTEGER,
    valid_on TEXT,
    known_at INTEGER NOT NULL,
    authority TEXT,
    actor TEXT,
    commitment BLOB NOT NULL,
    link BLOB NOT NULL,
    CONSTRAINT entry_pk PRIMARY KEY (seq),
    CONSTRAINT entry_digests_whole CHECK (length(commitment) = 32 AND length(link) = 32)
)
 STRICT
-- next
CREATE INDEX entry_of_subject ON entry (subject, seq) WHERE subject IS NOT NULL
-- next
CREATE TABLE store (
    seq INTEGER NOT NULL,
    plane TEXT NOT NULL,
    CONSTRAINT store_pk PRIMARY KEY (seq),
    CONSTRAINT store_plane_known CHECK (plane IN ('real', 'synthetic'))
)
 STRICT
-- next
CREATE TABLE subject (
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    class TEXT NOT NULL,
    CONSTRAINT subject_pk PRIMARY KEY (number),
    CONSTRAINT subject_class_known CHECK (class IN ('enterprise', 'cooperative', 'rural_collective', 'state_organ', 'public_institution', 'mass_organisation', 'social_organisation', 'judicial_service', 'religious_body', 'trade_union', 'foreign_body', 'fund', 'other_organisation'))
)
 STRICT
-- next
CREATE UNIQUE INDEX subject_by_seq ON subject (seq)
-- next
CREATE TABLE delivery (
    seq INTEGER NOT NULL,
    digest TEXT NOT NULL,
    snapshot_of TEXT,
    snapshot_on TEXT,
    CONSTRAINT delivery_pk PRIMARY KEY (seq)
)
 STRICT
-- next
CREATE INDEX delivery_by_digest ON delivery (digest)
-- next
CREATE TABLE superseded (
    seq INTEGER NOT NULL,
    by_seq INTEGER NOT NULL,
    CONSTRAINT superseded_pk PRIMARY KEY (seq, by_seq)
)
 WITHOUT ROWID,
 STRICT
-- next
CREATE INDEX superseded_by ON superseded (by_seq, seq)
-- next
CREATE TABLE erased (
    seq INTEGER NOT NULL,
    by_seq INTEGER NOT NULL,
    CONSTRAINT erased_pk PRIMARY KEY (seq)
)
 STRICT
-- next
CREATE INDEX erased_by ON erased (by_seq, seq)
-- next
CREATE TABLE erased_key (
    "key" BLOB NOT NULL,
    by_seq INTEGER NOT NULL,
    CONSTRAINT erased_key_pk PRIMARY KEY ("key", by_seq)
)
 WITHOUT ROWID,
 STRICT
-- next
CREATE INDEX erased_key_by ON erased_key (by_seq, "key")
-- next
CREATE TABLE held (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    delivery TEXT NOT NULL,
    line INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    fix TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT held_verdict_known CHECK (verdict IN ('refused', 'quarantined')),
    CONSTRAINT held_state_known CHECK (state IN ('open', 'admitted', 'rejected', 'superseded'))
)
 STRICT
-- next
CREATE INDEX held_by_delivery ON held (delivery, id)
-- next
CREATE INDEX held_by_state ON held (state, id)
-- next
CREATE TABLE masked (
    delivery TEXT NOT NULL,
    part INTEGER NOT NULL,
    payload BLOB NOT NULL,
    CONSTRAINT masked_pk PRIMARY KEY (delivery, part)
)
 STRICT
-- next
CREATE TABLE progress (
    delivery TEXT NOT NULL,
    line INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT progress_pk PRIMARY KEY (delivery)
)
 STRICT
-- next
CREATE TABLE code_pool (
    prefix TEXT NOT NULL,
    taken INTEGER NOT NULL,
    CONSTRAINT code_pool_pk PRIMARY KEY (prefix)
)
 STRICT
-- next
CREATE TABLE content (
    seq INTEGER NOT NULL,
    salt BLOB NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT content_pk PRIMARY KEY (seq),
    CONSTRAINT content_salt_whole CHECK (length(salt) = 16),
    CONSTRAINT content_seq_fk FOREIGN KEY(seq) REFERENCES entry (seq)
)
 STRICT
-- next
CREATE TABLE identifier (
    seq INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    since TEXT,
    until TEXT,
    CONSTRAINT identifier_pk PRIMARY KEY (seq),
    CONSTRAINT identifier_subject_fk FOREIGN KEY(subject) REFERENCES subject (number)
)
 STRICT
-- next
CREATE INDEX identifier_by_value ON identifier (scheme, value)
-- next
CREATE TABLE name (
    seq INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    form TEXT NOT NULL,
    since TEXT,
    until TEXT,
    CONSTRAINT name_pk PRIMARY KEY (seq),
    CONSTRAINT name_subject_fk FOREIGN KEY(subject) REFERENCES subject (number)
)
 STRICT
-- next
CREATE TABLE record (
    seq INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    kind TEXT NOT NULL,
    "key" BLOB NOT NULL,
    row_digest BLOB NOT NULL,
    delivery INTEGER,
    line INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    listing TEXT,
    snapshot_of TEXT,
    effective TEXT,
    ended TEXT,
    due TEXT,
    determined TEXT,
    published TEXT,
    arose TEXT,
    corrected TEXT,
    amount INTEGER,
    quantity INTEGER,
    share INTEGER,
    year INTEGER,
    code TEXT,
    status TEXT,
    grade TEXT,
    flag INTEGER,
    CONSTRAINT record_pk PRIMARY KEY (seq),
    CONSTRAINT record_copies_counted CHECK (copies > 0),
    CONSTRAINT record_subject_fk FOREIGN KEY(subject) REFERENCES subject (number)
)
 STRICT
-- next
CREATE INDEX record_by_delivery ON record (delivery, seq)
-- next
CREATE INDEX record_by_snapshot ON record (snapshot_of, "key") WHERE snapshot_of IS NOT NULL
-- next
CREATE INDEX record_by_key ON record ("key", seq)
-- next
CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of entry are never changed'); END
-- next
CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of entry are never deleted'); END
-- next
CREATE TRIGGER content_update BEFORE UPDATE ON content BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of content are never changed'); END
-- next
CREATE TRIGGER content_delete BEFORE DELETE ON content WHEN NOT EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of content go only with their erasure'); END
-- next
CREATE TRIGGER content_replace BEFORE INSERT ON content WHEN EXISTS (SELECT 1 FROM content WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of content is never replaced'); END
-- next
CREATE TRIGGER store_update BEFORE UPDATE ON store BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of store are never changed'); END
-- next
CREATE TRIGGER store_delete BEFORE DELETE ON store BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of store are never deleted'); END
-- next
CREATE TRIGGER store_replace BEFORE INSERT ON store WHEN EXISTS (SELECT 1 FROM store WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of store is never replaced'); END
-- next
CREATE TRIGGER subject_update BEFORE UPDATE ON subject BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of subject are never changed'); END
-- next
CREATE TRIGGER subject_delete BEFORE DELETE ON subject BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of subject are never deleted'); END
-- next
CREATE TRIGGER subject_replace BEFORE INSERT ON subject WHEN EXISTS (SELECT 1 FROM subject WHERE number = NEW.number) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of subject is never replaced'); END
-- next
CREATE TRIGGER identifier_update BEFORE UPDATE ON identifier BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of identifier are never changed'); END
-- next
CREATE TRIGGER identifier_delete BEFORE DELETE ON identifier WHEN NOT EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of identifier go only with their erasure'); END
-- next
CREATE TRIGGER identifier_replace BEFORE INSERT ON identifier WHEN EXISTS (SELECT 1 FROM identifier WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of identifier is never replaced'); END
-- next
CREATE TRIGGER name_update BEFORE UPDATE ON name BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of name are never changed'); END
-- next
CREATE TRIGGER name_delete BEFORE DELETE ON name WHEN NOT EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of name go only with their erasure'); END
-- next
CREATE TRIGGER name_replace BEFORE INSERT ON name WHEN EXISTS (SELECT 1 FROM name WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of name is never replaced'); END
-- next
CREATE TRIGGER delivery_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of delivery are never changed'); END
-- next
CREATE TRIGGER delivery_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of delivery are never deleted'); END
-- next
CREATE TRIGGER delivery_replace BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM delivery WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of delivery is never replaced'); END
-- next
CREATE TRIGGER record_update BEFORE UPDATE ON record BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of record are never changed'); END
-- next
CREATE TRIGGER record_delete BEFORE DELETE ON record WHEN NOT EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of record go only with their erasure'); END
-- next
CREATE TRIGGER record_replace BEFORE INSERT ON record WHEN EXISTS (SELECT 1 FROM record WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of record is never replaced'); END
-- next
CREATE TRIGGER superseded_update BEFORE UPDATE ON superseded BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of superseded are never changed'); END
-- next
CREATE TRIGGER superseded_delete BEFORE DELETE ON superseded BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of superseded are never deleted'); END
-- next
CREATE TRIGGER superseded_replace BEFORE INSERT ON superseded WHEN EXISTS (SELECT 1 FROM superseded WHERE seq = NEW.seq AND by_seq = NEW.by_seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of superseded is never replaced'); END
-- next
CREATE TRIGGER erased_update BEFORE UPDATE ON erased BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of erased are never changed'); END
-- next
CREATE TRIGGER erased_delete BEFORE DELETE ON erased BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of erased are never deleted'); END
-- next
CREATE TRIGGER erased_replace BEFORE INSERT ON erased WHEN EXISTS (SELECT 1 FROM erased WHERE seq = NEW.seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of erased is never replaced'); END
-- next
CREATE TRIGGER erased_key_update BEFORE UPDATE ON erased_key BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of erased_key are never changed'); END
-- next
CREATE TRIGGER erased_key_delete BEFORE DELETE ON erased_key BEGIN SELECT RAISE(ROLLBACK, 'append-only: rows of erased_key are never deleted'); END
-- next
CREATE TRIGGER erased_key_replace BEFORE INSERT ON erased_key WHEN EXISTS (SELECT 1 FROM erased_key WHERE key = NEW.key AND by_seq = NEW.by_seq) BEGIN SELECT RAISE(ROLLBACK, 'append-only: a row of erased_key is never replaced'); END
-- next
CREATE TRIGGER entry_next BEFORE INSERT ON entry WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry) OR NEW.known_at < (SELECT known_at FROM entry WHERE seq = NEW.seq - 1) BEGIN SELECT RAISE(ROLLBACK, 'append-only: the number of an entry is the next, and known time never decreases'); END
-- next
CREATE TRIGGER erased_named BEFORE INSERT ON erased WHEN NOT EXISTS (SELECT 1 FROM content, json_each(content.body, '$.entries') AS erasing WHERE content.seq = NEW.by_seq AND erasing.value = NEW.seq AND json_extract(content.body, '$.type') = 'content.erased') BEGIN SELECT RAISE(ROLLBACK, 'append-only: only an entry of erasure erases what it names'); END
-- next
CREATE TRIGGER erased_removes AFTER INSERT ON erased BEGIN DELETE FROM content WHERE seq = NEW.seq; DELETE FROM record WHERE seq = NEW.seq; DELETE FROM identifier WHERE seq = NEW.seq; DELETE FROM name WHERE seq = NEW.seq; END
-- next
CREATE TRIGGER identifier_plane BEFORE INSERT ON identifier WHEN (SELECT plane FROM store) = CASE WHEN (NEW.scheme = 'uscc' AND substr(NEW.value, 3, 2) = '99') OR (NEW.scheme = 'lei' AND substr(NEW.value, 1, 4) = '9900') OR (NEW.scheme = 'list' AND substr(NEW.value, 1, 15) = 'list:synthetic-') THEN 'real' ELSE 'synthetic' END BEGIN SELECT RAISE(ROLLBACK, 'append-only: a store holds identifiers of its own plane alone'); END
