import {
  listDevices,
  signOutDevice,
  signOutOthers,
  type DevicesAnswer,
  type SignedInDevice,
} from '#lib/app/session-client.ts';

/** Where this person is signed in, as the server said it last. */
export class SignedInDevices {
  devices = $state.raw<readonly SignedInDevice[] | null>(null);
  phase = $state<'asking' | 'here' | 'unreachable' | 'ended'>('asking');
  #question = 0;

  async load(): Promise<void> {
    const question = (this.#question += 1);
    if (this.phase !== 'here') this.phase = 'asking';
    const answer = await listDevices();
    if (question === this.#question) this.#show(answer);
  }

  /** `false`: the server was not reached, and the device is still signed in. */
  async signOut(id: string): Promise<boolean> {
    const isOut = await signOutDevice(id);
    if (isOut) this.devices = this.devices?.filter((device) => device.id !== id) ?? null;
    return isOut;
  }

  async signOutOthers(): Promise<boolean> {
    const areOut = await signOutOthers();
    if (areOut) this.devices = this.devices?.filter((device) => device.isThis) ?? null;
    return areOut;
  }

  #show(answer: DevicesAnswer): void {
    if (answer.ok) {
      this.devices = answer.devices;
      this.phase = 'here';
    } else {
      // A list that is old says what is no longer so.
      this.devices = null;
      this.phase = answer.isEnded ? 'ended' : 'unreachable';
    }
  }
}
