CREATE TABLE chat_rooms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE,
  title text NOT NULL
);

CREATE TABLE chat_messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The order in which messages were stored, for catching up after an interruption.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  room_id uuid NOT NULL REFERENCES chat_rooms (id),
  author_id uuid NOT NULL REFERENCES users (id),
  -- Chosen by the client, so that a message sent twice is stored once.
  client_id uuid NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (author_id, client_id)
);
CREATE INDEX chat_messages_room_seq ON chat_messages (room_id, seq DESC);

INSERT INTO chat_rooms (slug, title) VALUES ('general', 'General'), ('quotes', 'Quotes'), ('suppliers', 'Suppliers');
