import type { House } from '../model/house';
import { locationPath } from '../router';

/** Where a board stands; no link while nothing has been measured there. */
export function LocationLink({ house, location }: { house: House; location: string }) {
  return house.places.some(place => place.key === location) ? <a href={locationPath(location)}>{location}</a> : <span>{location}</span>;
}
