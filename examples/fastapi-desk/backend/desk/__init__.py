"""What all services of fastapi-desk have in common: stores, data and health."""
