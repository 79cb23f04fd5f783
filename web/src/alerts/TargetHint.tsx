import { useAlerts } from '../model/alerts';
import { mayChange, type House } from '../model/house';
import { isLeak } from '../model/names';
import { rulesFor } from '../model/rules';

/** Says that a call would not be heard: red where one was not, quiet where there is nobody to call. */
export function TargetHint({ house }: { house: House }) {
  const { now, rules } = useAlerts();
  if (!now || !rules || !mayChange(house.me)) return null;
  const isOwner = house.me.role === 'owner';
  const { enabled, failed } = now.targets;
  if (failed > 0)
    return (
      <p class="banner wet" role="status">
        {failed === 1 ? 'The last notice to one target' : `The last notices to ${failed} targets`} did not arrive. {isOwner ? <a href="/alerts/targets">See why</a> : 'An owner can see why.'}
      </p>
    );
  const watches = house.places.flatMap(place => place.readings).some(reading => isLeak(reading.metric) && rulesFor(reading, rules).length > 0);
  return enabled === 0 && watches
    ? <p class="hint">Water would be shown here, and nobody called. {isOwner ? <a href="/alerts/targets">Say who is told</a> : 'An owner can say who is told.'}</p>
    : null;
}
