import { get, send } from '../api/client';
import type { Site } from '../api/types';
import { houseStore } from '../model/house';

/** Changes one of the household's settings as they are now: what this page knows of the others may be old, and must not come back with it. */
export async function changeSite(change: (site: Site) => Site): Promise<void> {
  await send('PUT', '/api/v1/site', change(await get<Site>('/api/v1/site')));
  await houseStore.load();
}
