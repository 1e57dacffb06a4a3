/** A schema with most of what makes PostgreSQL's data hard to copy and change: partitions, generated and identity columns, quoted names, cycles, triggers, checks. */
export const awkwardSchema = `
CREATE SCHEMA "Odd Schema";
CREATE TYPE mood AS ENUM ('calm', 'tense', 'furious');
CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE schema_migrations (version text PRIMARY KEY);
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE, name text NOT NULL, role text NOT NULL CHECK (role IN ('admin', 'clerk')), password_hash text NOT NULL, created_at timestamptz NOT NULL DEFAULT now() - interval '90 days');
CREATE TABLE sessions (token text PRIMARY KEY, user_id uuid REFERENCES users (id), expires_at timestamptz);
CREATE TABLE customers (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(24) NOT NULL UNIQUE, contact text CHECK (contact LIKE '%@%'), website text, country char(2), rating percent, mood mood, active boolean NOT NULL DEFAULT true, tags text[], settings jsonb, since date, parent integer);
ALTER TABLE customers ADD FOREIGN KEY (parent) REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE "Odd Schema"."Order ""Lines""" ("Line No" bigserial PRIMARY KEY, "customer Id" integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE, quantity integer NOT NULL CHECK (quantity > 0), price numeric(8, 2) NOT NULL CHECK (price >= 0),
  total numeric GENERATED ALWAYS AS (quantity * price) STORED, state text NOT NULL CHECK (state IN ('open', 'paid', 'void')), note text, opens time, lasts interval, raw json, weight double precision, starts_at timestamp, ends_at timestamp, CHECK (ends_at > starts_at));
CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, kind text NOT NULL, body text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
CREATE TABLE nokey (a integer, b text);
CREATE TABLE nothing ();
CREATE TABLE left_side (id integer PRIMARY KEY, other integer);
CREATE TABLE right_side (id integer PRIMARY KEY, other integer NOT NULL REFERENCES left_side (id));
ALTER TABLE left_side ADD FOREIGN KEY (other) REFERENCES right_side (id) DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE guarded (id serial PRIMARY KEY, label text NOT NULL, locked text NOT NULL, seen integer NOT NULL DEFAULT 0);
CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.locked IS DISTINCT FROM OLD.locked THEN RAISE EXCEPTION 'locked stays as it is'; END IF; NEW.seen := OLD.seen + 1; RETURN NEW; END $$;
CREATE TRIGGER guard BEFORE UPDATE ON guarded FOR EACH ROW EXECUTE FUNCTION guard();
CREATE TABLE "select" ("from" text PRIMARY KEY, "where" integer);
CREATE VIEW open_lines AS SELECT * FROM "Odd Schema"."Order ""Lines""" WHERE state = 'open';
CREATE MATERIALIZED VIEW by_customer AS SELECT "customer Id" AS customer, sum(total) AS total FROM "Odd Schema"."Order ""Lines""" GROUP BY 1;
INSERT INTO schema_migrations VALUES ('0001');
INSERT INTO users (email, name, role, password_hash) SELECT 'u' || n || '@desk.test', 'User ' || n, CASE WHEN n = 1 THEN 'admin' ELSE 'clerk' END, 'scrypt$' || n FROM generate_series(1, 4) n;
INSERT INTO sessions SELECT md5(email), id, now() + interval '1 hour' FROM users;
INSERT INTO customers (name, contact, website, country, rating, mood, active, tags, settings, since, parent)
  SELECT 'Customer number ' || n, 'mail' || n || '@example.test', 'https://example.test/c/' || n, (ARRAY['DE','FR','IT'])[1 + n % 3], n * 7 % 101, (ARRAY['calm','tense','furious'])[1 + n % 3]::mood, n % 4 <> 0,
    ARRAY['tag ' || n, 'with "quotes", and commas'], jsonb_build_object('limit', n * 100, 'plan', CASE n % 2 WHEN 0 THEN 'free' ELSE 'paid' END, 'notes', jsonb_build_array('first note ' || n)), date '2024-01-01' + n, NULLIF(n / 2, 0)
  FROM generate_series(1, 12) n;
INSERT INTO "Odd Schema"."Order ""Lines""" ("customer Id", quantity, price, state, note, opens, lasts, raw, weight, starts_at, ends_at)
  SELECT 1 + n % 6, n, n * 1.25, (ARRAY['open','paid','void'])[1 + n % 3], CASE WHEN n % 5 = 0 THEN NULL ELSE 'Note ' || n END, time '08:00' + n * interval '1 minute', n * interval '1 hour', json_build_object('n', n, 'text', 'raw text ' || n),
    n / 3.0, timestamp '2025-03-01' + n * interval '1 day', timestamp '2025-03-02' + n * interval '1 day' + interval '1 hour' FROM generate_series(1, 40) n;
INSERT INTO events SELECT n, timestamptz '2025-12-20' + n * interval '1 day', 'kind-' || n % 3, 'Body of event ' || n FROM generate_series(1, 20) n;
INSERT INTO nokey SELECT n, 'text of row ' || n FROM generate_series(1, 9) n;
BEGIN; INSERT INTO left_side VALUES (1, 1), (2, NULL); INSERT INTO right_side VALUES (1, 2); COMMIT;
INSERT INTO guarded (label, locked) SELECT 'Label ' || n, 'Locked text ' || n FROM generate_series(1, 5) n;
INSERT INTO "select" VALUES ('a b', 1), ('c d', 2);
REFRESH MATERIALIZED VIEW by_customer;
`;
