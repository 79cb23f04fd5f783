import type { House } from '../model/house';
import { About } from '../settings/About';
import { Accounts } from '../settings/Accounts';
import { Password } from '../settings/Password';
import { PublicSwitch } from '../settings/PublicSwitch';
import { Retention } from '../settings/Retention';
import { Sessions } from '../settings/Sessions';
import { Tokens } from '../settings/Tokens';
import { UnitSettings } from '../settings/UnitSettings';

/** The household's settings, and one's own. */
export function Settings({ house }: { house: House }) {
  const { me } = house;
  const isOwner = me.role === 'owner';
  return (
    <>
      <div class="title"><h1>Settings</h1></div>
      <div class="sections">
        <UnitSettings house={house} />
        <Retention me={me} />
        {isOwner && <PublicSwitch house={house} />}
        {isOwner && <Accounts me={me} />}
        {isOwner && <Tokens />}
        {me.name !== null && <Password />}
        {me.name !== null && <Sessions />}
        {(isOwner || me.role === 'member') && <About />}
      </div>
    </>
  );
}
