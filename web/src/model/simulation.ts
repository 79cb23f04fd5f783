/** A board that is only this page: a room with a slow day, a heating that cycles, and a door that opens now and then. */
export interface SimulatedReport {
  readonly time: string;
  readonly values: Record<string, number>;
  readonly units: Record<string, string>;
}

const units = { temperature: 'Cel', humidity: '%RH', pressure: 'hPa' };

export function simulated(at: number): SimulatedReport {
  const day = Math.sin((2 * Math.PI * at) / 86400), heating = Math.sin((2 * Math.PI * at) / 1500), noise = Math.sin(at * 12.9898) * 0.08;
  const temperature = 21 + 1.6 * day + 0.45 * heating + noise;
  return {
    time: new Date(at * 1000).toISOString(),
    values: {
      temperature: round(temperature, 2),
      humidity: round(46 - 4 * day - 1.8 * heating + noise * 4, 1),
      pressure: round(1013 + 6 * Math.sin((2 * Math.PI * at) / 400_000) + noise, 2),
    },
    units,
  };
}

/** The last hour, a report each 20 s, so that there is something to look at; then one each two seconds. */
export function simulatedPast(at: number): SimulatedReport[] {
  const past: SimulatedReport[] = [];
  for (let t = Math.floor(at) - 3600; t < at - 2; t += 20) past.push(simulated(t));
  return past;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
