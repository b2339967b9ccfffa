import { planOf, type Plan } from './plan.ts';
import { Simulation } from './simulation.ts';

/** Told that the network is back, everybody is in step after so long. */
const convergesWithinMs = 5_000;
/** Told nothing: a line that says nothing is given up after 50 s at the latest, and tried again within the window of reconnecting. */
const convergesSilentlyWithinMs = 60_000;
/** A tab that went alone goes back to its leader after five seconds ([TB5]): in the end it may be between two lines. */
const justBeforeMs = 250;

export interface Outcome {
  seed: number;
  /** What happened, line by line. */
  story: readonly string[];
  /** What was wrong; `null` for nothing. */
  failure: string | null;
  /** How often a replica called its work safe. */
  safe: number;
}

/** The whole run of a seed, the same each time. Takes no real time but that of the processor. */
export const runSeed = (seed: number): Outcome => runPlan(seed, planOf(seed));

/** The run of a seed that failed, without every step that it fails without as well. */
export function shrink({ seed, failure }: Outcome): Outcome {
  const kindOf = (what: string | null) => what?.replaceAll(/[\d.]+/g, '');
  const plan = planOf(seed);
  let best = runPlan(seed, plan);
  for (let size = plan.steps.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = plan.steps.length - size; at >= 0; at -= size) {
      const steps = plan.steps.toSpliced(at, size);
      const outcome = runPlan(seed, { ...plan, steps });
      if (kindOf(outcome.failure) === kindOf(failure)) [plan.steps, best] = [steps, outcome];
    }
  }
  return best;
}

/** y-websocket listens for the end of the process until it is destroyed, which a tab that died never does. */
function runPlan(seed: number, plan: Plan): Outcome {
  const before = new Set(process.listeners('exit'));
  try {
    return play(seed, plan);
  } finally {
    for (const listener of process.listeners('exit'))
      if (!before.has(listener)) process.off('exit', listener);
  }
}

function play(seed: number, plan: Plan): Outcome {
  const simulation = new Simulation(seed ^ 0x5eed, plan.devices, plan.calamity);
  const { world, oracle } = simulation;
  for (const device of simulation.devices) device.open(0);
  for (const step of plan.steps) {
    world.runUntil(step.at);
    if (world.faults.length > 0) break;
    step.run(simulation);
  }
  world.runUntil(plan.healsAt);
  if (world.faults.length === 0) {
    simulation.tell('everything is whole again');
    simulation.heal();
    oracle.remember();
    if (!plan.isSilent) for (const device of simulation.devices) simulation.online(device);
    const end = plan.healsAt + (plan.isSilent ? convergesSilentlyWithinMs : convergesWithinMs);
    world.runUntil(end - justBeforeMs);
    const wasInStep = oracle.difference() === null;
    world.runUntil(end);
    oracle.checkEnd(wasInStep);
  }
  return {
    seed,
    story: simulation.story,
    failure: world.faults[0] ?? null,
    safe: oracle.safe,
  };
}
