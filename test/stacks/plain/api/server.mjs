// Says which of its stores accept a connection, and what it was told about the page that may call it.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const reach = (address) => new Promise((resolve) => {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) }, () => { socket.destroy(); resolve(true); });
  socket.once('error', () => resolve(false));
});

createServer(async (request, response) => {
  const body = { db: await reach(process.env.DATABASE_URL), cache: await reach(process.env.REDIS_URL), origin: process.env.WEB_ORIGIN };
  response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}).listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0', () => console.log('api is listening'));
