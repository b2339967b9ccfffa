import { seededRandom, type SeededRandom } from '@komod/testkit/seeded-random';
import { tabsOfDevice, type Device } from './device.ts';
import type { Calamity, Simulation } from './simulation.ts';

interface Step {
  /** Milliseconds since the beginning. */
  at: number;
  run(simulation: Simulation): void;
}

export interface Plan {
  devices: readonly string[];
  steps: Step[];
  calamity: Calamity;
  /** When everything is whole again. */
  healsAt: number;
  /** Nobody tells the devices that it is: they find out by themselves. */
  isSilent: boolean;
}

type Act = (simulation: Simulation) => void;
/** Draws the details of one act, so that the plan is complete before anything runs. */
type Draw = (random: SeededRandom, devices: number) => Act;

const deviceOf = (random: SeededRandom, devices: number) => {
  const index = random.between(0, devices - 1);
  return ({ devices: all }: Simulation): Device => all[index]!;
};

const onDevice =
  (draw: (random: SeededRandom) => (simulation: Simulation, device: Device) => void): Draw =>
  (random, devices) => {
    const pick = deviceOf(random, devices);
    const act = draw(random);
    return (simulation) => act(simulation, pick(simulation));
  };

/** The wanted tab, or another one that lives. */
const onTab = (
  draw: (random: SeededRandom) => (simulation: Simulation, device: Device, index: number) => void,
): Draw =>
  onDevice((random) => {
    const wanted = random.between(0, tabsOfDevice - 1);
    const act = draw(random);
    return (simulation, device) => {
      for (let offset = 0; offset < tabsOfDevice; offset++) {
        const index = (wanted + offset) % tabsOfDevice;
        if (device.tabs[index]?.process.isAlive) return act(simulation, device, index);
      }
    };
  });

/** What a fault ends with; healing ends all of them. */
const after = (simulation: Simulation, ms: number, act: () => void): void =>
  simulation.world.later(ms, () => {
    if (!simulation.isHealed) act();
  });

/** What may happen, how often. */
const happenings: readonly [weight: number, draw: Draw][] = [
  [40, onTab(() => (simulation, device, index) => simulation.edit(device.tabs[index]!))],
  [4, onTab(() => (simulation, device, index) => simulation.erase(device.tabs[index]!))],
  [8, () => (simulation) => simulation.writeShelf()],
  [
    4,
    onTab(() => (simulation, device, index) => {
      simulation.tell(`${device.name} tab ${index + 1} asks whether its disk has everything`);
      simulation.oracle.flush(device.tabs[index]!, device);
    }),
  ],
  [
    6,
    onDevice((random) => {
      const index = random.between(0, tabsOfDevice - 1);
      return (simulation, device) => {
        simulation.tell(`${device.name} opens tab ${index + 1}`);
        device.open(index);
      };
    }),
  ],
  [
    2,
    onTab(() => (simulation, device, index) => {
      simulation.tell(`${device.name} closes tab ${index + 1}`);
      device.close(index);
    }),
  ],
  [
    3,
    onTab(() => (simulation, device, index) => {
      simulation.tell(`${device.name} tab ${index + 1} is killed`);
      simulation.kill(device, index);
    }),
  ],
  [
    3,
    onTab((random) => {
      const acts = random.between(0, 12);
      return (simulation, device, index) => {
        simulation.tell(`${device.name} tab ${index + 1} will die before act ${acts + 1}`);
        device.tabs[index]!.process.dieAfter(acts);
      };
    }),
  ],
  [
    3,
    onTab((random) => {
      const ms = random.between(200, 4_000);
      return (simulation, device, index) => {
        simulation.tell(`${device.name} tab ${index + 1} is frozen for ${ms} ms`);
        const { process } = device.tabs[index]!;
        process.freeze();
        after(simulation, ms, () => process.thaw());
      };
    }),
  ],
  [
    1,
    onDevice((random) => {
      const index = random.between(0, tabsOfDevice - 1);
      const ms = random.between(100, 2_000);
      return (simulation, device) => {
        simulation.stop(device);
        after(simulation, ms, () => device.open(index));
      };
    }),
  ],
  [
    0.3,
    onDevice((random) => {
      const ms = random.between(100, 2_000);
      return (simulation, device) => {
        simulation.tell(`${device.name} loses its storage`);
        simulation.wipe(device);
        after(simulation, ms, () => device.open(0));
      };
    }),
  ],
  [
    5,
    onDevice((random) => {
      const [reach, ms] = [random.pick(['silent', 'away'] as const), random.between(100, 5_000)];
      const isTold = random.chance(0.5);
      return (simulation, device) => {
        simulation.tell(`${device.name} has no network for ${ms} ms (${reach})`);
        simulation.reach(device, reach);
        after(simulation, ms, () => {
          simulation.reach(device, 'there');
          for (const line of simulation.network.linesOf(device.name)) line.resume();
          if (isTold) simulation.online(device);
        });
      };
    }),
  ],
  [
    6,
    onDevice((random) => {
      const [fault, ms] = [random.pick(['stall', 'lose', 'cut'] as const), random.between(50, 4_000)];
      const [direction, which] = [random.pick(['up', 'down', 'both'] as const), random.next()];
      return (simulation, device) => {
        const lines = simulation.network.linesOf(device.name);
        const line = lines[Math.floor(which * lines.length)];
        if (!line) return;
        simulation.tell(`a line of ${line.client.name}: ${fault} ${direction} for ${ms} ms`);
        if (fault === 'cut') return line.cut();
        for (const each of ['up', 'down'] as const) {
          if (direction === 'both' || direction === each) line[fault](each);
        }
        after(simulation, ms, () => line.resume());
      };
    }),
  ],
  [
    2,
    onDevice((random) => {
      const ms = random.between(100, 1_500);
      return (simulation, device) => {
        simulation.tell(`the lines of ${device.name} take ${ms} ms`);
        for (const line of simulation.network.linesOf(device.name)) line.latencyMs = ms;
      };
    }),
  ],
  [
    2,
    onDevice((random) => {
      const [rate, ms] = [random.pick([0.02, 0.2, 1]), random.between(100, 3_000)];
      return (simulation, device) => {
        simulation.tell(`the disk of ${device.name} fails ${rate * 100} % for ${ms} ms`);
        device.disk.faultRate = rate;
        after(simulation, ms, () => (device.disk.faultRate = 0));
      };
    }),
  ],
  [
    1,
    onDevice((random) => {
      const ms = random.between(-60_000, 60_000);
      return (simulation, device) => {
        simulation.tell(`the clock of ${device.name} is set by ${ms} ms`);
        device.skewMs += ms;
        for (const { process } of device.living) process.skewMs = device.skewMs;
      };
    }),
  ],
  [
    3,
    (random) => {
      const [isSilent, acts] = [random.chance(0.3), random.pick([0, random.between(1, 20)])];
      const ms = random.between(50, 2_000);
      return (simulation) => {
        simulation.tell(`the server dies before act ${acts + 1}${isSilent ? ' with its machine' : ''}`);
        const { process } = simulation.server;
        if (acts === 0 || isSilent) simulation.server.crash(isSilent);
        else process?.dieAfter(acts);
        after(simulation, ms, () => {
          simulation.server.crash(false);
          simulation.server.start();
        });
      };
    },
  ],
  [
    1,
    (random) => {
      const ms = random.between(50, 1_000);
      return (simulation) => {
        simulation.tell('the server is stopped in order');
        simulation.server.drain();
        after(simulation, ms, () => {
          simulation.server.crash(false);
          simulation.server.start();
        });
      };
    },
  ],
  [
    2,
    () => (simulation) => {
      simulation.tell('a backup is made');
      simulation.store.backUp();
    },
  ],
  [
    0.7,
    (random) => {
      const [mayBeUntold, ms] = [random.chance(0.7), random.between(50, 1_500)];
      return (simulation) => {
        simulation.restore(mayBeUntold);
        after(simulation, ms, () => simulation.server.start());
      };
    },
  ],
  [
    2,
    (random) => {
      const [rate, slow, ms] = [
        random.pick([0, 0.1, 1]),
        random.pick([2, 50, 400]),
        random.between(50, 2_000),
      ];
      return (simulation) => {
        simulation.tell(`the store fails ${rate * 100} % and takes ${slow} ms for ${ms} ms`);
        simulation.store.faultRate = rate;
        simulation.store.slowMs = slow;
        after(simulation, ms, () => {
          simulation.store.faultRate = 0;
          simulation.store.slowMs = 2;
        });
      };
    },
  ],
];

const totalWeight = happenings.reduce((sum, [weight]) => sum + weight, 0);

function drawAct(random: SeededRandom, devices: number): Act {
  let left = random.next() * totalWeight;
  for (const [weight, draw] of happenings) if ((left -= weight) < 0) return draw(random, devices);
  return () => {};
}

/** Everything that will be done in the run of a seed. */
export function planOf(seed: number): Plan {
  const random = seededRandom(seed);
  const devices = ['phone', 'tablet', 'laptop'].slice(0, random.between(1, 3));
  const steps: Step[] = [];
  for (let at = random.between(0, 500); at < 12_000; at += random.between(0, 400))
    steps.push({ at, run: drawAct(random, devices.length) });
  const calamity = random.pick(['untold restores', 'power losses'] as const);
  return { devices, steps, calamity, healsAt: 13_000, isSilent: random.chance(0.15) };
}
