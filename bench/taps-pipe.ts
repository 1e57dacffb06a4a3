import { connect, createServer, type AddressInfo } from 'node:net';

/** The least that a proxy in Node can do, as a process of its own: what a tap is measured against. */
const [, , host = '127.0.0.1', port = '0'] = process.argv;
const server = createServer((client) => {
  const upstream = connect({ host, port: Number(port) });
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  client.pipe(upstream).pipe(client);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
