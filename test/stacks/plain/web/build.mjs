// Bakes the API's address into the page, as Vite and Next.js do.
import { mkdirSync, writeFileSync } from 'node:fs';

if (!process.env.API_URL) throw new Error('API_URL is not set');
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', `<script>const api = '${process.env.API_URL}';</script>`);
