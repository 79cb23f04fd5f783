// Speaks MQTT 5 with the server, and prints what it hears as one line of JSON.
// node five.mjs PORT TOKEN LOCATION READER
import mqtt from 'mqtt';

const [port, token, location, reader] = process.argv.slice(2);
const url = `mqtt://127.0.0.1:${port}`;
const result = {};

const listener = await mqtt.connectAsync(url, { protocolVersion: 5, username: 'any', password: reader, reconnectPeriod: 0 });
const heard = [];
listener.on('message', (topic, payload, packet) => heard.push([topic, payload.toString(), packet.retain]));
result.granted = (await listener.subscribeAsync(`barograph/${location}/#`, { qos: 1 })).map(grant => grant.qos);

const board = await mqtt.connectAsync(url, {
  protocolVersion: 5, username: token, clientId: '', reconnectPeriod: 0, properties: { sessionExpiryInterval: 60, receiveMaximum: 20 },
  will: { topic: `barograph/${location}/online`, payload: '0', qos: 1 },
});
// An identifier that the server has given, and a topic alias.
result.assigned = typeof board.options.clientId === 'string';
const publish = (topic, payload, options = {}) => new Promise(resolve =>
  board.publish(topic, payload, { qos: 1, ...options }, (error, packet) => resolve(error ? `error ${error.code}` : packet?.reasonCode ?? 0)));
result.stored = await publish(`barograph/${location}`, '{"time":1760000000,"temperature":21.5}', { retain: true, properties: { userProperties: { a: 'b' }, contentType: 'application/json' } });
result.twice = await publish(`barograph/${location}`, '{"time":1760000001,"temperature":22.5}', { qos: 2 });
await publish(`barograph/${location}/humidity`, '40', { qos: 0 });
result.bad = await publish(`barograph/${location}/temperature`, 'warm');
result.foreign = await publish('barograph/elsewhere/temperature', '1');
// Twenty at once, as fast as they go.
result.many = (await Promise.all(Array.from({ length: 20 }, (_, i) => publish(`barograph/${location}`, `{"time":${1760000100 + i},"temperature":${i}}`)))).filter(code => code === 0).length;

const refused = await mqtt.connectAsync(url, { protocolVersion: 5, username: 'x', password: 'wrong', reconnectPeriod: 0 }).then(() => 0, error => error.code);
result.refused = refused;

// Breaks off: the will comes.
board.stream.destroy();
for (let i = 0; i < 200 && !heard.some(([topic]) => topic.endsWith('/online')); i++) await new Promise(resolve => setTimeout(resolve, 50));
result.will = heard.some(([topic, payload]) => topic.endsWith('/online') && payload === '0');
result.retained = heard.some(([, , retain]) => retain);
result.heard = heard.length;
await listener.endAsync();
console.log(JSON.stringify(result));
process.exit(0);
