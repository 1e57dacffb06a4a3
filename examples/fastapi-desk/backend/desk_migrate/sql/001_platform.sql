CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('clerk', 'admin')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_login_at timestamptz
);

CREATE TABLE customers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  city text,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The price list. What a product is also called, and what it fits with, is in the graph.
CREATE TABLE products (
  sku text PRIMARY KEY,
  name text NOT NULL,
  unit text NOT NULL,
  price numeric(12, 2) NOT NULL CHECK (price >= 0),
  supplier text NOT NULL
);

CREATE TABLE documents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  filename text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL UNIQUE,
  content bytea NOT NULL,
  -- What the worker read; null until it did.
  text text,
  status text NOT NULL CHECK (status IN ('received', 'processing', 'quoted', 'unreadable', 'failed')),
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  customer_id uuid REFERENCES customers (id),
  uploaded_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  processed_at timestamptz
);
CREATE INDEX documents_created_at ON documents (created_at DESC, id);

CREATE TABLE quotes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  document_id uuid NOT NULL UNIQUE REFERENCES documents (id),
  customer_id uuid NOT NULL REFERENCES customers (id),
  currency text NOT NULL,
  total numeric(14, 2) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX quotes_created_at ON quotes (created_at DESC, id);

CREATE TABLE quote_lines (
  quote_id uuid NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
  position integer NOT NULL,
  sku text REFERENCES products (sku),
  description text NOT NULL,
  quantity numeric(12, 3) NOT NULL,
  unit_price numeric(12, 2),
  line_total numeric(14, 2),
  note text,
  PRIMARY KEY (quote_id, position)
);

CREATE TABLE chat_messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The order in which messages were stored, for catching up after an interruption.
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  author_id uuid NOT NULL REFERENCES users (id),
  -- Chosen by the client, so that a message sent twice is stored once.
  client_id uuid NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (author_id, client_id)
);
