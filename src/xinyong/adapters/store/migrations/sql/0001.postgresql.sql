CREATE TABLE entry (
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    subject BIGINT,
    valid_on DATE,
    known_at BIGINT NOT NULL,
    authority TEXT,
    actor TEXT,
    commitment BYTEA NOT NULL,
    link BYTEA NOT NULL,
    CONSTRAINT entry_pk PRIMARY KEY (seq),
    CONSTRAINT entry_digests_whole CHECK (length(commitment) = 32 AND length(link) = 32)
)
-- next
CREATE INDEX entry_of_subject ON entry (subject, seq) WHERE subject IS NOT NULL
-- next
CREATE TABLE store (
    seq BIGINT NOT NULL,
    plane TEXT NOT NULL,
    CONSTRAINT store_pk PRIMARY KEY (seq),
    CONSTRAINT store_plane_known CHECK (plane IN ('real', 'synthetic'))
)
-- next
CREATE TABLE subject (
    seq BIGINT NOT NULL,
    number BIGINT NOT NULL,
    class TEXT NOT NULL,
    CONSTRAINT subject_pk PRIMARY KEY (number),
    CONSTRAINT subject_class_known CHECK (class IN ('enterprise', 'cooperative', 'rural_collective', 'state_organ', 'public_institution', 'mass_organisation', 'social_organisation', 'judicial_service', 'religious_body', 'trade_union', 'foreign_body', 'fund', 'other_organisation'))
)
-- next
CREATE UNIQUE INDEX subject_by_seq ON subject (seq)
-- next
CREATE TABLE delivery (
    seq BIGINT NOT NULL,
    digest TEXT NOT NULL,
    snapshot_of TEXT,
    snapshot_on DATE,
    CONSTRAINT delivery_pk PRIMARY KEY (seq)
)
-- next
CREATE INDEX delivery_by_digest ON delivery (digest)
-- next
CREATE TABLE superseded (
    seq BIGINT NOT NULL,
    by_seq BIGINT NOT NULL,
    CONSTRAINT superseded_pk PRIMARY KEY (seq, by_seq)
)
-- next
CREATE INDEX superseded_by ON superseded (by_seq, seq)
-- next
CREATE TABLE erased (
    seq BIGINT NOT NULL,
    by_seq BIGINT NOT NULL,
    CONSTRAINT erased_pk PRIMARY KEY (seq)
)
-- next
CREATE INDEX erased_by ON erased (by_seq, seq)
-- next
CREATE TABLE erased_key (
    key BYTEA NOT NULL,
    by_seq BIGINT NOT NULL,
    CONSTRAINT erased_key_pk PRIMARY KEY (key, by_seq)
)
-- next
CREATE INDEX erased_key_by ON erased_key (by_seq, key)
-- next
CREATE TABLE held (
    id BIGSERIAL NOT NULL,
    delivery TEXT NOT NULL,
    line BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    fix TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT held_pk PRIMARY KEY (id),
    CONSTRAINT held_verdict_known CHECK (verdict IN ('refused', 'quarantined')),
    CONSTRAINT held_state_known CHECK (state IN ('open', 'admitted', 'rejected', 'superseded'))
)
-- next
CREATE INDEX held_by_delivery ON held (delivery, id)
-- next
CREATE INDEX held_by_state ON held (state, id)
-- next
CREATE TABLE masked (
    delivery TEXT NOT NULL,
    part BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    CONSTRAINT masked_pk PRIMARY KEY (delivery, part)
)
-- next
CREATE TABLE progress (
    delivery TEXT NOT NULL,
    line BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT progress_pk PRIMARY KEY (delivery)
)
-- next
CREATE TABLE code_pool (
    prefix TEXT NOT NULL,
    taken BIGINT NOT NULL,
    CONSTRAINT code_pool_pk PRIMARY KEY (prefix)
)
-- next
CREATE TABLE content (
    seq BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    body BYTEA NOT NULL,
    CONSTRAINT content_pk PRIMARY KEY (seq),
    CONSTRAINT content_salt_whole CHECK (length(salt) = 16)
)
-- next
CREATE TABLE identifier (
    seq BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    scheme TEXT NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    since DATE,
    until DATE,
    CONSTRAINT identifier_pk PRIMARY KEY (seq)
)
-- next
CREATE INDEX identifier_by_value ON identifier (scheme, value)
-- next
CREATE TABLE name (
    seq BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    form TEXT NOT NULL,
    since DATE,
    until DATE,
    CONSTRAINT name_pk PRIMARY KEY (seq)
)
-- next
CREATE TABLE record (
    seq BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key BYTEA NOT NULL,
    row_digest BYTEA NOT NULL,
    delivery BIGINT,
    line BIGINT NOT NULL,
    copies BIGINT NOT NULL,
    listing TEXT,
    snapshot_of TEXT,
    effective DATE,
    ended DATE,
    due DATE,
    determined DATE,
    published DATE,
    arose DATE,
    corrected DATE,
    amount BIGINT,
    quantity BIGINT,
    share BIGINT,
    year BIGINT,
    code TEXT,
    status TEXT,
    grade TEXT,
    flag BOOLEAN,
    CONSTRAINT record_pk PRIMARY KEY (seq),
    CONSTRAINT record_copies_counted CHECK (copies > 0)
)
-- next
CREATE INDEX record_by_delivery ON record (delivery, seq)
-- next
CREATE INDEX record_by_snapshot ON record (snapshot_of, key) WHERE snapshot_of IS NOT NULL
-- next
CREATE INDEX record_by_key ON record (key, seq)
-- next
CREATE SEQUENCE subject_number
-- next
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $xy$
-- next
CREATE FUNCTION ledger_only_erased() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN IF EXISTS (SELECT 1 FROM erased WHERE erased.seq = OLD.seq) THEN RETURN OLD; END IF; RAISE EXCEPTION 'append-only: rows of % go only with their erasure', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $xy$
-- next
CREATE FUNCTION ledger_next() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN IF (SELECT count(*) <> max(seq) - min(seq) + 1 OR min(seq) <> coalesce((SELECT max(e.seq) FROM entry AS e WHERE e.seq < (SELECT min(seq) FROM fresh)), 0) + 1 FROM fresh) OR (SELECT max(seq) FROM entry) <> (SELECT max(seq) FROM fresh) THEN RAISE EXCEPTION 'append-only: the number of an entry is the next' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM fresh AS f JOIN entry AS e ON e.seq = f.seq - 1 WHERE e.known_at > f.known_at) THEN RAISE EXCEPTION 'append-only: known time never decreases' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL; END $xy$
-- next
CREATE FUNCTION ledger_erase() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN IF NOT EXISTS (SELECT 1 FROM content AS c, jsonb_array_elements((convert_from(c.body, 'UTF8')::jsonb) -> 'entries') AS erasing WHERE c.seq = NEW.by_seq AND erasing.value = to_jsonb(NEW.seq) AND convert_from(c.body, 'UTF8')::jsonb ->> 'type' = 'content.erased') THEN RAISE EXCEPTION 'append-only: only an entry of erasure erases what it names' USING ERRCODE = 'restrict_violation'; END IF; DELETE FROM content WHERE seq = NEW.seq; DELETE FROM record WHERE seq = NEW.seq; DELETE FROM identifier WHERE seq = NEW.seq; DELETE FROM name WHERE seq = NEW.seq; RETURN NULL; END $xy$
-- next
CREATE FUNCTION ledger_plane() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN IF EXISTS (SELECT 1 FROM fresh AS f, store AS s WHERE s.plane = CASE WHEN (f.scheme = 'uscc' AND substr(f.value, 3, 2) = '99') OR (f.scheme = 'lei' AND substr(f.value, 1, 4) = '9900') OR (f.scheme = 'list' AND substr(f.value, 1, 15) = 'list:synthetic-') THEN 'real' ELSE 'synthetic' END) THEN RAISE EXCEPTION 'append-only: a store holds identifiers of its own plane alone' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL; END $xy$
-- next
CREATE FUNCTION ledger_of_subject() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN IF EXISTS (SELECT 1 FROM fresh AS f WHERE NOT EXISTS (SELECT 1 FROM subject AS t WHERE t.number = f.subject)) THEN RAISE EXCEPTION 'append-only: a row refers to a subject that there is not' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL; END $xy$
-- next
CREATE FUNCTION ledger_of_entry() RETURNS trigger LANGUAGE plpgsql AS $xy$ BEGIN IF EXISTS (SELECT 1 FROM fresh AS f WHERE NOT EXISTS (SELECT 1 FROM entry AS t WHERE t.seq = f.seq)) THEN RAISE EXCEPTION 'append-only: a row refers to a entry that there is not' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL; END $xy$
-- next
CREATE TRIGGER entry_update BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER entry_delete BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER entry_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER content_update BEFORE UPDATE ON content FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER content_delete BEFORE DELETE ON content FOR EACH ROW EXECUTE FUNCTION ledger_only_erased()
-- next
CREATE TRIGGER content_truncate BEFORE TRUNCATE ON content FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER store_update BEFORE UPDATE ON store FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER store_delete BEFORE DELETE ON store FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER store_truncate BEFORE TRUNCATE ON store FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER subject_update BEFORE UPDATE ON subject FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER subject_delete BEFORE DELETE ON subject FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER subject_truncate BEFORE TRUNCATE ON subject FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER identifier_update BEFORE UPDATE ON identifier FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER identifier_delete BEFORE DELETE ON identifier FOR EACH ROW EXECUTE FUNCTION ledger_only_erased()
-- next
CREATE TRIGGER identifier_truncate BEFORE TRUNCATE ON identifier FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER name_update BEFORE UPDATE ON name FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER name_delete BEFORE DELETE ON name FOR EACH ROW EXECUTE FUNCTION ledger_only_erased()
-- next
CREATE TRIGGER name_truncate BEFORE TRUNCATE ON name FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER delivery_update BEFORE UPDATE ON delivery FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER delivery_delete BEFORE DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER delivery_truncate BEFORE TRUNCATE ON delivery FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER record_update BEFORE UPDATE ON record FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER record_delete BEFORE DELETE ON record FOR EACH ROW EXECUTE FUNCTION ledger_only_erased()
-- next
CREATE TRIGGER record_truncate BEFORE TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER superseded_update BEFORE UPDATE ON superseded FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER superseded_delete BEFORE DELETE ON superseded FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER superseded_truncate BEFORE TRUNCATE ON superseded FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER erased_update BEFORE UPDATE ON erased FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER erased_delete BEFORE DELETE ON erased FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER erased_truncate BEFORE TRUNCATE ON erased FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER erased_key_update BEFORE UPDATE ON erased_key FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER erased_key_delete BEFORE DELETE ON erased_key FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER erased_key_truncate BEFORE TRUNCATE ON erased_key FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
-- next
CREATE TRIGGER entry_next AFTER INSERT ON entry REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_next()
-- next
CREATE TRIGGER identifier_refers AFTER INSERT ON identifier REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_of_subject()
-- next
CREATE TRIGGER name_refers AFTER INSERT ON name REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_of_subject()
-- next
CREATE TRIGGER record_refers AFTER INSERT ON record REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_of_subject()
-- next
CREATE TRIGGER content_refers AFTER INSERT ON content REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_of_entry()
-- next
CREATE TRIGGER identifier_plane AFTER INSERT ON identifier REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_plane()
-- next
CREATE TRIGGER erased_removes AFTER INSERT ON erased FOR EACH ROW EXECUTE FUNCTION ledger_erase()
