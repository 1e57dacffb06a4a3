import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig, loadEnv } from 'vite';
import { AddressError, readAddresses } from './build/addresses.ts';
import type { Addresses } from './build/addresses.ts';

export default defineConfig(({ mode }) => {
  const addresses = addressesOrExit(mode);
  return {
    plugins: [react(), writeAddresses(addresses)],
    build: { target: 'es2023', modulePreload: { polyfill: false } },
    server: { port: 4000 },
  };
});

/** A page without an API address is of no use to anybody, so the build ends here, with one line and no stack. */
function addressesOrExit(mode: string): Addresses {
  try {
    return readAddresses(loadEnv(mode, import.meta.dirname, 'VITE_'));
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Leaves the addresses of this build beside it: the server's Content-Security-Policy is made from them. */
function writeAddresses(addresses: Addresses): Plugin {
  return {
    name: 'quotedesk-addresses',
    generateBundle() {
      const source = `${JSON.stringify(addresses, null, 2)}\n`;
      this.emitFile({ type: 'asset', fileName: 'addresses.json', source });
    },
  };
}
