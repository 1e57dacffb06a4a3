// Stands for a migration: ends with 0 once the database accepts a connection.
import { connect } from 'node:net';

const { hostname, port } = new URL(process.env.DATABASE_URL);
const socket = connect({ host: hostname, port: Number(port) }, () => { console.log('migrated'); socket.destroy(); });
socket.once('error', (error) => { console.error(error.message); process.exitCode = 1; });
