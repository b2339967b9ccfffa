import { setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', setupWSConnection);
server.on('listening', () => console.log(`ready ${server.address().port}`));
