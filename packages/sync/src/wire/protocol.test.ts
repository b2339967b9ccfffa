import { expect, test } from 'vitest';
import { closeCodes } from './close-codes.ts';
import { durableSubprotocol, durableTypes } from './durable-messages.ts';
import { messageTypes, syncTypes } from './frames.ts';
import { closeOfRefusal } from './refusal-codes.ts';

// A change here is a change of the protocol: clients in the field speak the old one, so it needs a new name.
test('[W1] the protocol stands as its name says', () => {
  expect({ durableSubprotocol, messageTypes, syncTypes, durableTypes, closeCodes, closeOfRefusal }).toEqual({
    durableSubprotocol: 'komod.durable.1',
    messageTypes: { sync: 0, awareness: 1, auth: 2, queryAwareness: 3 },
    syncTypes: { stepOne: 0, stepTwo: 1, update: 2 },
    durableTypes: { ack: 100, refusal: 101, hello: 102, standing: 103 },
    closeCodes: {
      malformed: 4400,
      sessionGone: 4401,
      forbidden: 4403,
      otherTimeline: 4409,
      tooLarge: 4413,
      tooFast: 4529,
      goingAway: 4503,
    },
    closeOfRefusal: {
      'document.malformed': 4400,
      'document.too-large': 4413,
      'document.read-only': 4403,
      'document.gap': 4400,
    },
  });
});
