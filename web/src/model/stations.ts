/** What is not programmed but set up: a name, the dialect that it speaks, and what a person types on it. */
export interface StationKind {
  readonly name: string;
  readonly dialect: string;
  /** Where the lines are typed. */
  readonly where: string;
  readonly lines: (server: ServerAddress, board: string, token: string) => readonly (readonly [string, string])[];
}

/** The parts of an address that a station has fields for. */
export interface ServerAddress {
  readonly host: string;
  readonly port: string;
  readonly isSecure: boolean;
}

/** @param address scheme, host and port, without a slash at the end */
export function serverAddress(address: string): ServerAddress {
  const url = new URL(address);
  const isSecure = url.protocol === 'https:';
  return { host: url.hostname, port: url.port || (isSecure ? '443' : '80'), isSecure };
}

const at = ({ host, port }: ServerAddress): readonly (readonly [string, string])[] => [['Server IP / Hostname', host], ['Port', port]];
const origin = ({ host, port, isSecure }: ServerAddress) =>
  (isSecure ? 'https://' : 'http://') + host + (port === (isSecure ? '443' : '80') ? '' : ':' + port);

export const stationKinds: readonly StationKind[] = [
  {
    name: 'Ecowitt, Froggit, Misol', dialect: 'ecowitt', where: 'WS View, or the page of the gateway: Weather Services → Customized, protocol Ecowitt',
    lines: (server, _, token) => [...at(server), ['Path', `/data/report/?token=${token}`], ['Upload interval', '60 seconds']],
  },
  {
    name: 'Weather Underground', dialect: 'wu', where: 'Any console that can report to Weather Underground at a server of your own; WeeWX too',
    lines: (server, board, token) => [...at(server), ['Path', '/weatherstation/updateweatherstation.php'], ['Station ID', board], ['Station key / password', token]],
  },
  {
    name: 'Ambient Weather', dialect: 'ambient', where: 'awnet, or the console: Customized server. The & at the end belongs to the path',
    lines: (server, _, token) => [...at(server), ['Path', `/data/report/?token=${token}&`], ['Upload interval', '60 seconds']],
  },
  {
    name: 'ThingSpeak', dialect: 'thingspeak', where: 'In the sketch, in place of api.thingspeak.com and its write key',
    lines: (server, _, token) => [['Address', origin(server) + '/update'], ['Write API key', token]],
  },
  {
    name: 'ThingsBoard', dialect: 'thingsboard', where: 'In the device, in place of ThingsBoard’s host and access token',
    lines: (server, _, token) => [...at(server), ['Access token', token], ['Address', `${origin(server)}/api/v1/${token}/telemetry`]],
  },
  {
    name: 'Adafruit IO', dialect: 'adafruit', where: 'In the sketch, in place of io.adafruit.com and its key; the user name may be any',
    lines: (server, board, token) => [['Address', `${origin(server)}/api/v2/${encodeURIComponent(board)}/feeds/temperature/data`], ['X-AIO-Key', token]],
  },
  {
    name: 'emoncms', dialect: 'emoncms', where: 'In the energy monitor, in place of emoncms.org and its write key',
    lines: (server, _, token) => [['Server', origin(server)], ['Path', '/input/post'], ['Write API key', token]],
  },
];
