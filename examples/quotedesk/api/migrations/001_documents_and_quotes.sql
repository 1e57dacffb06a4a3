CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'clerk')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_login_at timestamptz
);

CREATE TABLE customers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  -- The name without spelling variants and legal form, so that one customer is not two.
  name_key text NOT NULL,
  city text,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX customers_by_name_key ON customers (name_key);

-- The price list. What fits with what, and what else a product is called, is in the graph.
CREATE TABLE products (
  sku text PRIMARY KEY,
  name text NOT NULL,
  category text NOT NULL,
  unit text NOT NULL,
  price numeric(12, 2) NOT NULL CHECK (price >= 0),
  supplier text NOT NULL
);

CREATE TABLE documents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  filename text NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL UNIQUE,
  content bytea NOT NULL,
  -- What the worker read; null until it did. Search looks here.
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
CREATE INDEX documents_open ON documents (created_at) WHERE status IN ('received', 'processing');

CREATE TABLE quotes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  document_id uuid NOT NULL UNIQUE REFERENCES documents (id),
  customer_id uuid NOT NULL REFERENCES customers (id),
  currency text NOT NULL,
  total numeric(12, 2) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX quotes_created_at ON quotes (created_at DESC, id);

CREATE TABLE quote_lines (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  quote_id uuid NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
  position integer NOT NULL,
  sku text,
  description text NOT NULL,
  quantity numeric(12, 3),
  unit text,
  unit_price numeric(12, 2),
  line_total numeric(12, 2),
  matched boolean NOT NULL,
  note text,
  UNIQUE (quote_id, position)
);
