-- The first schema: deeds in a chain, files by their hash, derived things by their fingerprint.
CREATE TABLE log (
    n        INTEGER PRIMARY KEY CHECK (n > 0),
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL,
    body     TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE files (
    sha256  TEXT PRIMARY KEY,
    size    INTEGER NOT NULL,
    stored  BLOB NOT NULL,
    stored_sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE cache (
    name        TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    body        BLOB NOT NULL,
    sha256      TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'a deed is never changed'); END;
CREATE TRIGGER log_is_never_shortened BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'a deed is never taken out'); END;
